package dev.townhall.core.hook;

import static dev.townhall.core.testing.SmallTown.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HooksTest {
    private final SmallTown town = new SmallTown();

    @Test
    void slingingPutsReadyWorkOnAPolecatsHook() {
        BeadId bead = launched(item(1)).getFirst();

        Hooks.Sling.Slung slung = sling(bead);

        Hook hook = town.read(view -> Hooks.of(view, slung.agent().beadId()));
        assertThat(hook).isInstanceOf(Hook.Loaded.class);
        assertThat(hook.fence()).isEqualTo(slung.fence());
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.HOOKED);
        assertThat(town.bead(bead).assignee()).isEqualTo("shop/polecats/nux");
    }

    @Test
    void aBeadIsNeverOnTwoHooks() {
        BeadId bead = launched(item(1)).getFirst();
        sling(bead);

        assertThat(tried(bead)).isInstanceOf(Hooks.Sling.NotReady.class);
    }

    @Test
    void moreWorkThanPolecatsWaits() {
        List<BeadId> beads = launched(item(1), item(2), item(3));
        sling(beads.get(0));
        sling(beads.get(1));

        assertThat(tried(beads.get(2))).isInstanceOf(Hooks.Sling.NoCapacity.class);
    }

    @Test
    void anIdlePolecatIsReusedBeforeANewOneIsNamed() {
        List<BeadId> beads = launched(item(1), item(2));
        Hooks.Sling.Slung first = sling(beads.get(0));
        town.write(tx -> Hooks.clear(tx, first.agent().beadId(), first.fence()));

        assertThat(sling(beads.get(1)).agent()).isEqualTo(first.agent());
    }

    @Test
    void aReworkGoesBackToThePolecatThatTriedLast() {
        List<BeadId> beads = launched(item(1), item(2), item(3));
        Hooks.Sling.Slung first = sling(beads.get(0));
        Hooks.Sling.Slung second = sling(beads.get(1));
        town.write(tx -> Hooks.clear(tx, first.agent().beadId(), first.fence()));
        town.pass(Duration.ofMinutes(1));
        town.write(tx -> {
            Hooks.clear(tx, second.agent().beadId(), second.fence());
            Works.sendBack(
                    tx,
                    beads.get(1),
                    Works.rework(
                            dev.townhall.core.event.TownEvent.ReworkCause.FAILED, List.of(), ""));
        });

        assertThat(sling(beads.get(1)).agent().name()).isEqualTo(second.agent().name());
    }

    @Test
    void aSupersededFencingNumberChangesNothing() {
        BeadId bead = launched(item(1)).getFirst();
        Hooks.Sling.Slung slung = sling(bead);
        BeadId agent = slung.agent().beadId();
        town.write(tx -> Hooks.started(tx, agent, slung.fence()));
        town.write(tx -> Hooks.supersede(tx, agent, slung.fence()));

        assertThatThrownBy(() -> town.write(tx -> Hooks.clear(tx, agent, slung.fence())))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void aParkedRigTakesNoWork() {
        BeadId bead = launched(item(1)).getFirst();
        town.write(tx -> Rigs.park(tx, SmallTown.SHOP));

        assertThat(tried(bead)).isInstanceOf(Hooks.Sling.NotReady.class);
    }

    @Test
    void theHolderOfABeadIsFound() {
        BeadId bead = launched(item(1)).getFirst();
        Agent agent = sling(bead).agent();

        Optional<Agent> holder = town.read(view -> Hooks.holder(view, bead));
        assertThat(holder).contains(agent);
    }

    private List<BeadId> launched(dev.townhall.core.convoy.Plan.Item... items) {
        BeadId convoy = town.stage(items);
        town.write(tx -> Convoys.launch(tx, convoy));
        return town.convoy(convoy).beads();
    }

    private Hooks.Sling tried(BeadId bead) {
        return town.change(tx -> Hooks.sling(tx, bead, 100));
    }

    private Hooks.Sling.Slung sling(BeadId bead) {
        return (Hooks.Sling.Slung) tried(bead);
    }
}
