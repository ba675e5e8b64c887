package dev.townhall.core.reception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Price;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.cost.Tokens;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.TalkingTown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostVerbsTest {
    private static final Prices PRICES =
            new Prices(List.of(new Price("m", 1_000_000, 100_000, 4_000_000)));

    private final TalkingTown town = new TalkingTown();
    private final BeadId convoy = town.plan("- [ ] First\n");

    @Test
    void nothingWasSpentAtFirst() {
        assertThat(town.answer("vic", TalkingTown.SHOP_CHANNEL, "cost"))
                .contains("Nothing was spent");
        assertThat(town.said(TalkingTown.thread(convoy)).getFirst()).doesNotContain("cost");
    }

    @Test
    void theThreadAndItsCardTellWhatTheConvoyCost() {
        spend(TalkingTown.SHOP, new Tokens(1_000_000, 0, 100_000));

        assertThat(town.answer("vic", TalkingTown.thread(convoy), "cost"))
                .contains("Spent on " + convoy + ": $1.40, 1,100,000 tokens.");
        assertThat(town.said(TalkingTown.thread(convoy)).getFirst())
                .contains("cost", "$1.40, 1,100,000 tokens");
    }

    @Test
    void aChannelTellsOfItsRigAloneAndTheInboxOfTheTown() {
        spend(TalkingTown.SHOP, new Tokens(10, 0, 0));
        spend(TalkingTown.BOX, new Tokens(20, 0, 0));

        assertThat(town.answer("ada", TalkingTown.SHOP_CHANNEL, "cost"))
                .contains("shop")
                .doesNotContain("box", "Days");
        assertThat(town.answer("ada", TalkingTown.inbox("ada"), "cost"))
                .contains("shop", "box", "Days (UTC)", "30 tokens");
    }

    @Test
    void aRigAndAnAgentAreNamedAsEverywhere() {
        town.write(tx -> Crews.add(tx, Rigs.get(tx, TalkingTown.SHOP), "max", Optional.empty()));
        BeadId max = Agent.crewBead(TalkingTown.SHOP, "max");
        town.write(tx -> Costs.charge(tx, PRICES, turn(max)));
        spend(TalkingTown.SHOP, new Tokens(1_000, 0, 0));

        for (String typed : List.of("max", "@max", "@Max", "shop/max", "shop/crew/max")) {
            assertThat(town.answer("ada", TalkingTown.inbox("ada"), "cost " + typed))
                    .as(typed)
                    .contains("Spent on " + max, "10 tokens");
            assertThat(town.answer("ada", TalkingTown.inbox("ada"), "nudge " + typed))
                    .as(typed)
                    .contains("talked with");
        }
        for (String typed : List.of("shop", "#shop")) {
            assertThat(town.answer("ada", TalkingTown.inbox("ada"), "cost " + typed))
                    .contains("1,000 tokens");
        }
        assertThat(town.answer("ada", TalkingTown.inbox("ada"), "cost @nobody"))
                .contains("No agent is called '@nobody' here");
        assertThat(town.answer("ada", TalkingTown.inbox("ada"), "seance @nobody why?"))
                .contains("No agent is called '@nobody' here");
    }

    @Test
    void aModelWithoutAPriceIsNotTakenForFree() {
        town.write(tx -> Costs.charge(tx, Prices.NONE, turn(tx.find(convoy).orElseThrow().id())));

        assertThat(town.answer("vic", TalkingTown.SHOP_CHANNEL, "cost " + convoy))
                .contains("no price known");
    }

    private Costs.Turn turn(BeadId spentOn) {
        return new Costs.Turn(
                spentOn,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("m"),
                new Tokens(10, 0, 0));
    }

    private void spend(RigName rig, Tokens tokens) {
        town.write(tx ->
                Costs.charge(
                        tx,
                        PRICES,
                        new Costs.Turn(
                                Roster.recruit(tx, rig).beadId(),
                                Optional.empty(),
                                rig.equals(TalkingTown.SHOP)
                                        ? Optional.of(convoy)
                                        : Optional.empty(),
                                Optional.of(rig),
                                List.of("m"),
                                tokens)));
    }
}
