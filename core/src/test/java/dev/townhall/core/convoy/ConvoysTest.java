package dev.townhall.core.convoy;

import static dev.townhall.core.testing.SmallTown.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConvoysTest {
    private final SmallTown town = new SmallTown();
    private final ConvoyReconciler reconciler = new ConvoyReconciler(town.ledger(), 100);

    @Test
    void nothingOfAStagedPlanIsReady() {
        town.stage(item(1), item(2));

        List<Bead> ready = town.read(view -> view.ready(10));
        assertThat(ready).isEmpty();
    }

    @Test
    void aLaunchMakesTheFirstWaveReady() {
        BeadId convoy = town.stage(item(1), item(2), item(3, 1, 2));

        town.write(tx -> Convoys.launch(tx, convoy));

        assertThat(town.read(view -> view.ready(10)).stream().map(Bead::id))
                .containsExactlyInAnyOrderElementsOf(town.convoy(convoy).waves().getFirst());
    }

    @Test
    void aSecondLaunchSaysWhoLaunched() {
        BeadId convoy = launched(item(1));

        assertThatThrownBy(() -> town.write(tx -> Convoys.launch(tx, convoy)))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("launched by overseer/ada");
    }

    @Test
    void aLongTitleIsCutBetweenCharacters() {
        Plan.Item long1 =
                new Plan.Item(
                        1,
                        1,
                        "😀".repeat(121),
                        "```sh\ntrue\n```",
                        List.of(),
                        0,
                        false,
                        false,
                        false);

        BeadId convoy = town.stage(long1);

        assertThat(town.bead(convoy).title()).isEqualTo("😀".repeat(119) + "…");
    }

    @Test
    void commandsRunOnlyWhereTheRigAllowsThem() {
        town.write(tx -> Rigs.configure(tx, withoutShell(Rigs.get(tx, SmallTown.SHOP))));
        BeadId convoy = town.stage(item(1));

        assertThatThrownBy(() -> town.write(tx -> Convoys.launch(tx, convoy)))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("takes no commands");
        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.STAGED);
    }

    @Test
    void theConvoyIsFedUpToTheRigsCapacity() {
        BeadId convoy = launched(item(1), item(2), item(3));

        reconciler.reconcile(convoy.text());

        assertThat(statuses(convoy))
                .containsExactly(BeadStatus.HOOKED, BeadStatus.HOOKED, BeadStatus.OPEN);
    }

    @Test
    void aPausedConvoyIsNotFed() {
        BeadId convoy = launched(item(1));
        town.write(tx -> Convoys.pause(tx, convoy));

        reconciler.reconcile(convoy.text());

        assertThat(statuses(convoy)).containsExactly(BeadStatus.OPEN);
    }

    @Test
    void aConvoyLandsOnceWhenAllIsClosed() {
        BeadId convoy = launched(item(1));
        BeadId bead = town.convoy(convoy).beads().getFirst();
        town.write(tx -> Works.merged(tx, bead, "abc"));

        reconciler.reconcile(convoy.text());
        reconciler.reconcile(convoy.text());

        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.LANDED);
        assertThat(town.events().stream().filter(TownEvent.ConvoyLanded.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aConvoyOfDroppedBeadsOnlyIsDroppedAndDoesNotLand() {
        BeadId convoy = launched(item(1), item(2));
        for (BeadId bead : town.convoy(convoy).beads()) {
            town.write(tx -> Tasks.drop(tx, bead, "not needed"));
        }

        reconciler.reconcile(convoy.text());
        reconciler.reconcile(convoy.text());

        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.DROPPED);
        assertThat(town.bead(convoy).closeReason())
                .isEqualTo("dropped: all its beads were dropped");
        assertThat(town.events()).noneMatch(TownEvent.ConvoyLanded.class::isInstance);
        assertThat(town.events().stream().filter(TownEvent.ConvoyDropped.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aConvoyWithOneMergedBeadLandsWhateverWasDropped() {
        BeadId convoy = launched(item(1), item(2));
        List<BeadId> beads = town.convoy(convoy).beads();
        town.write(tx -> Works.merged(tx, beads.getFirst(), "abc"));
        town.write(tx -> Tasks.drop(tx, beads.getLast(), ""));

        reconciler.reconcile(convoy.text());

        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.LANDED);
    }

    @Test
    void anEpicClosesWithTheLastOfItsItemsAndLetsTheNextBegin() {
        BeadId convoy = launched(epic(1), child(2, 1), item(3, 1));
        Convoy order = town.convoy(convoy);
        town.write(tx -> Works.merged(tx, order.waves().get(0).getFirst(), "abc"));

        reconciler.reconcile(convoy.text());

        assertThat(town.bead(order.epics().getFirst()).isClosed()).isTrue();
        assertThat(town.bead(order.waves().get(1).getFirst()).status())
                .isEqualTo(BeadStatus.HOOKED);
    }

    @Test
    void anEditReplacesThePlanAndDropsTheOldBeads() {
        BeadId convoy = town.stage(item(1), item(2));
        List<BeadId> old = town.convoy(convoy).beads();

        town.write(tx -> Convoys.restage(tx, convoy, new Plan(List.of(item(1))), "new"));

        assertThat(old).allMatch(bead -> town.bead(bead).isClosed());
        assertThat(town.convoy(convoy).beads()).hasSize(1).doesNotContainAnyElementsOf(old);
    }

    @Test
    void droppingCallsRunningWorkBack() {
        BeadId convoy = launched(item(1));
        reconciler.reconcile(convoy.text());

        town.write(tx -> Convoys.drop(tx, convoy));

        assertThat(statuses(convoy)).containsExactly(BeadStatus.CLOSED);
        List<Hook> hooks =
                town.read(view ->
                        Roster.all(view).stream()
                                .map(agent -> Hooks.of(view, agent.beadId()))
                                .toList());
        assertThat(hooks).allMatch(Hook.Empty.class::isInstance);
    }

    @Test
    void workThatComesBackToADroppedConvoyIsDroppedToo() {
        BeadId convoy = launched(item(1));
        BeadId bead = town.convoy(convoy).beads().getFirst();
        BeadId request = town.change(tx -> MergeRequests.submit(tx, request(convoy, bead)));
        town.write(tx -> move(tx, request, MergeRequest.Phase.PREPARING));
        town.write(tx -> move(tx, request, MergeRequest.Phase.MERGING));
        town.write(tx -> Convoys.drop(tx, convoy));
        boolean letThrough = !town.bead(bead).isClosed();

        town.write(tx -> move(tx, request, MergeRequest.Phase.READY));
        reconciler.concerns(request.text()).forEach(reconciler::reconcile);

        assertThat(letThrough).isTrue();
        assertThat(town.bead(bead).closeReason()).isEqualTo("dropped by overseer/ada");
        assertThat(town.bead(request).isClosed()).isTrue();
    }

    @Test
    void aDroppedConvoyIsLookedAtUntilWhatWasLetThroughHasEnded() {
        BeadId convoy = launched(item(1), item(2));
        BeadId bead = town.convoy(convoy).beads().getFirst();
        BeadId request = town.change(tx -> MergeRequests.submit(tx, request(convoy, bead)));
        town.write(tx -> move(tx, request, MergeRequest.Phase.PREPARING));
        town.write(tx -> move(tx, request, MergeRequest.Phase.MERGING));
        town.write(tx -> Convoys.drop(tx, convoy));
        town.write(tx -> move(tx, request, MergeRequest.Phase.READY));

        List<String> keysBefore = reconciler.keys();
        keysBefore.forEach(reconciler::reconcile);

        assertThat(keysBefore).containsExactly(convoy.text());
        assertThat(town.bead(bead).isClosed()).isTrue();
        assertThat(reconciler.keys()).isEmpty();
    }

    @Test
    void aConvoyThatLandsAfterTheClockWasSetBackTookNoTime() {
        BeadId convoy = launched(item(1));
        town.pass(Duration.ofHours(-1));
        town.write(tx -> Works.completed(tx, Convoys.get(tx, convoy).beads().getFirst()));

        reconciler.reconcile(convoy.text());

        assertThat(town.events())
                .last()
                .isInstanceOfSatisfying(
                        TownEvent.ConvoyLanded.class,
                        landed -> assertThat(landed.took()).isEqualTo(Duration.ZERO));
    }

    @Test
    void aSlungBeadIsAConvoyOfOne() {
        BeadId bead =
                town.change(tx ->
                        tx.create(
                                        Bead.fresh(
                                                        tx.newId("sh", "t", ""),
                                                        Bead.TASK,
                                                        "t",
                                                        tx.actor(),
                                                        tx.now())
                                                .withDescription("```sh\ntrue\n```\n"))
                                .id());

        BeadId convoy = town.change(tx -> Convoys.sling(tx, bead));

        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.OPEN);
        assertThatThrownBy(() -> town.change(tx -> Convoys.sling(tx, bead)))
                .hasMessageContaining(convoy.text());
    }

    private BeadId launched(Plan.Item... items) {
        BeadId convoy = town.stage(items);
        town.write(tx -> Convoys.launch(tx, convoy));
        return convoy;
    }

    private List<BeadStatus> statuses(BeadId convoy) {
        return town.convoy(convoy).beads().stream().map(id -> town.bead(id).status()).toList();
    }

    private static Plan.Item epic(int number) {
        return new Plan.Item(number, number, "epic", "", List.of(), 0, true, false, false);
    }

    private static Plan.Item child(int number, int parent) {
        return new Plan.Item(
                number,
                number,
                "child",
                "```sh\ntrue\n```\n",
                List.of(),
                parent,
                false,
                false,
                false);
    }

    private static Rig withoutShell(Rig rig) {
        return new Rig(
                rig.name(),
                rig.prefix(),
                rig.remote(),
                rig.target(),
                rig.gates(),
                false,
                rig.approvalRequired(),
                rig.polecatsMax(),
                rig.state(),
                rig.problem(),
                rig.notes());
    }

    private static void move(Transaction tx, BeadId id, MergeRequest.Phase phase) {
        MergeRequests.store(tx, id, MergeRequests.get(tx, id).to(phase), "");
    }

    private static MergeRequest request(BeadId convoy, BeadId bead) {
        return new MergeRequest(
                MergeRequest.Phase.READY,
                SmallTown.SHOP,
                bead,
                Optional.of(convoy),
                Actor.polecat(SmallTown.SHOP, "nux"),
                "polecat/nux/" + bead,
                "a",
                "b",
                false,
                Optional.empty(),
                false,
                "",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
