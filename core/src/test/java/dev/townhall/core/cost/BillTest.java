package dev.townhall.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BillTest {
    private static final Prices PRICES = new Prices(List.of(new Price("m", 1_000_000, 0, 0)));

    private final SmallTown town = new SmallTown();
    private final BeadId nux = town.change(tx -> Roster.recruit(tx, SmallTown.SHOP).beadId());

    @Test
    void nothingSpentIsNothingTold() {
        assertThat(bill().isEmpty()).isTrue();
    }

    @Test
    void daysAreToldNewestFirstAndTheOldestNoMore() {
        spend(10);
        town.pass(Duration.ofDays(7));
        spend(20);
        town.pass(Duration.ofDays(1));
        spend(30);

        assertThat(bill().days())
                .extracting(line -> line.spend().tokens().input())
                .containsExactly(30L, 20L);
        assertThat(bill().days().getFirst().on()).isEqualTo(town.now().toString().substring(0, 10));
    }

    @Test
    void rigsAndAgentsAddUpAndARigThatIsNotShownIsNot() {
        spend(10);
        spend(20);

        assertThat(bill().rigs())
                .singleElement()
                .satisfies(line -> assertThat(line.on()).isEqualTo(SmallTown.SHOP.text()));
        assertThat(bill().agents())
                .singleElement()
                .satisfies(line -> assertThat(line.spend().turns()).isEqualTo(2));
        assertThat(town.<Bill>read(view -> Bill.of(view, _ -> false)).isEmpty()).isTrue();
    }

    @Test
    void centsAreRoundedUpSoThatNothingLooksFree() {
        assertThat(new Spend(1, new Tokens(1, 0, 0), 1, 0, 0, 0).dollars()).isEqualTo("0.01");
        assertThat(new Spend(1, new Tokens(1, 0, 0), 12_340_000, 0, 0, 0).dollars())
                .isEqualTo("12.34");
    }

    private Bill bill() {
        return town.read(view -> Bill.of(view, town.now()));
    }

    private void spend(long tokens) {
        town.change(tx ->
                Costs.charge(
                        tx,
                        PRICES,
                        new Costs.Turn(
                                nux,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(SmallTown.SHOP),
                                List.of("m"),
                                new Tokens(tokens, 0, 0))));
    }
}
