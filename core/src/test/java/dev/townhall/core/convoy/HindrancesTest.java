package dev.townhall.core.convoy;

import static dev.townhall.core.testing.SmallTown.SHOP;
import static dev.townhall.core.testing.SmallTown.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Works;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HindrancesTest {
    private final SmallTown town = new SmallTown();
    private final Patrol patrol = new Patrol(town.ledger());
    private final BeadId convoy = town.stage(item(1), item(2), item(3));
    private final List<BeadId> beads = town.convoy(convoy).beads();

    @BeforeEach
    void launch() {
        town.write(tx -> Convoys.launch(tx, convoy));
    }

    private String sling(BeadId bead) {
        town.write(tx -> Hooks.sling(tx, bead, 20));
        return "polecat/"
                + town.read(view -> Hooks.holder(view, bead)).orElseThrow().beadId().text();
    }

    private Optional<Finding> of(BeadId bead) {
        return town.read(view -> Hindrances.in(view).of(bead));
    }

    private List<Finding> ofWorkers() {
        return town.read(view -> Hindrances.in(view).ofWorkers(Rigs.get(view, SHOP), town.now()));
    }

    @Test
    void aFindingAboutAWorkerHoldsWhatIsOnItsHook() {
        String about = sling(beads.get(0));
        patrol.raised("hindered", about, "no sandbox");

        assertThat(of(beads.get(0))).map(Finding::text).contains("no sandbox");
        assertThat(of(beads.get(1))).isEmpty();

        patrol.cleared("hindered", about);
        assertThat(of(beads.get(0))).isEmpty();
    }

    @Test
    void aReasonThatChangedIsTheOneThatIsShown() {
        String about = sling(beads.get(0));
        patrol.raised("hindered", about, "its program was not found");
        Finding first = of(beads.get(0)).orElseThrow();

        patrol.raised("hindered", about, "its rig has no agent");

        assertThat(of(beads.get(0)))
                .contains(new Finding("hindered", about, "its rig has no agent", first.since()));
    }

    @Test
    void aFindingAboutTheQueueHoldsWhatWaitsThereAndNotWhatAPersonIsAskedAbout() {
        BeadId asked = submit(beads.get(0));
        submit(beads.get(1));
        town.write(tx ->
                MergeRequests.store(
                        tx,
                        asked,
                        MergeRequests.get(tx, asked).awaiting(new BeadId("hq-ap-1")),
                        ""));

        patrol.raised("hindered", "refinery/shop", "the push was refused");

        assertThat(of(beads.get(0))).isEmpty();
        assertThat(of(beads.get(1))).map(Finding::text).contains("the push was refused");
        assertThat(of(beads.get(2))).isEmpty();
    }

    @Test
    void aFindingAboutAConvoyHoldsWhatWasNotBegun() {
        sling(beads.get(0));
        patrol.raised("failing", "convoy/" + convoy, "broken");

        assertThat(of(beads.get(0))).isEmpty();
        assertThat(of(beads.get(1))).isPresent();
    }

    @Test
    void whatRestsUntilItPassesIsShownAndNeedsNobody() {
        patrol.raised(Findings.RESTING, sling(beads.get(0)), "all accounts rest");
        patrol.raised(Findings.RESTING, sling(beads.get(1)), "all accounts rest");
        town.pass(Duration.ofHours(1));

        assertThat(of(beads.get(0))).map(Finding::text).contains("all accounts rest");
        assertThat(ofWorkers()).isEmpty();
        assertThat(town.<Integer>read(view -> Hindrances.in(view).all().size())).isZero();
    }

    @Test
    void whatIsHinderedCanBeGivenUpAloneAndFreesItsWorkerAndTheQueue() {
        patrol.raised("hindered", sling(beads.get(0)), "rig shop has no agent");
        submit(beads.get(1));
        patrol.raised("hindered", "refinery/shop", "the push was refused");
        sling(beads.get(2));

        town.write(tx -> Tasks.drop(tx, beads.get(0), "not needed"));
        town.write(tx -> Tasks.drop(tx, beads.get(1), ""));

        assertThat(town.bead(beads.get(0)).closeReason())
                .isEqualTo("dropped by overseer/ada: not needed");
        assertThat(town.<Boolean>read(view -> Hooks.holder(view, beads.get(0)).isPresent()))
                .isFalse();
        assertThat(Works.isDropped(town.bead(beads.get(1)))).isTrue();
        assertThat(town.<Integer>read(view -> MergeRequests.open(view, SHOP).size())).isZero();
        assertThatThrownBy(() -> town.write(tx -> Tasks.drop(tx, beads.get(2), "")))
                .hasMessageContaining("works on it");
    }

    @Test
    void whatIsBeingPushedIsNotCalledBack() {
        BeadId request = submit(beads.get(0));
        town.write(tx ->
                MergeRequests.store(
                        tx,
                        request,
                        MergeRequests.get(tx, request).to(MergeRequest.Phase.PREPARING),
                        ""));
        town.write(tx ->
                MergeRequests.store(
                        tx,
                        request,
                        MergeRequests.get(tx, request).to(MergeRequest.Phase.MERGING),
                        ""));
        patrol.raised("hindered", "refinery/shop", "the push was refused");

        assertThatThrownBy(() -> town.write(tx -> Tasks.drop(tx, beads.get(0), "")))
                .hasMessageContaining("on the way to be merged");
    }

    @Test
    void otherFindingsHoldNothing() {
        sling(beads.get(0));
        patrol.raised("planted", "shop/polecats/nux", "a trap");
        patrol.raised("disk", "town", "it is full");

        assertThat(town.<Integer>read(view -> Hindrances.in(view).all().size())).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "polecat/polecats/nux",
                "witness/polecats/nux",
                "refinery/polecats/nux",
                "refinery/nowhere",
                "convoy/polecats/nux",
                "convoy/"
            })
    void aFindingAboutSomebodyOfARigWithAnUnluckyNameHoldsNothing(String about) {
        sling(beads.get(0));

        patrol.raised("planted", about, "a trap");

        assertThat(town.<Integer>read(view -> Hindrances.in(view).all().size())).isZero();
    }

    @Test
    void readyWorkIsKeptFromBeginningOnlyWhenEveryWorkerIsHeldForLong() {
        patrol.raised("hindered", sling(beads.get(0)), "no sandbox");
        town.pass(Hindrances.LASTING);
        assertThat(ofWorkers()).isEmpty();

        patrol.raised("hindered", sling(beads.get(1)), "no sandbox");
        assertThat(ofWorkers()).isEmpty();
        town.pass(Hindrances.LASTING.minus(Duration.ofMillis(1)));
        assertThat(ofWorkers()).isEmpty();
        town.pass(Duration.ofMillis(1));
        assertThat(ofWorkers()).hasSize(2);
    }

    private BeadId submit(BeadId bead) {
        return town.change(tx ->
                MergeRequests.submit(
                        tx,
                        new MergeRequest(
                                MergeRequest.Phase.READY,
                                SHOP,
                                bead,
                                Optional.of(convoy),
                                Actor.polecat(SHOP, "nux"),
                                "polecat/nux/" + bead,
                                "a",
                                "b",
                                false,
                                Optional.empty(),
                                false,
                                "",
                                tx.now(),
                                Optional.empty(),
                                Optional.empty())));
    }
}
