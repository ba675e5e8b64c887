package dev.townhall.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.capacity.Scheduler.Admission;
import dev.townhall.core.foundation.machine.Machine;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchedulerTest {
    private static final BeadId NUX = new BeadId("hq-polecat-shop-nux");
    private static final BeadId ACE = new BeadId("hq-polecat-shop-ace");
    private static final BeadId WEZ = new BeadId("hq-polecat-shop-wez");
    private static final Account WORK = new Account(new AccountName("work"), "qwen", 1);
    private static final Account SPARE = new Account(new AccountName("spare"), "qwen", 1);
    private static final List<Account> BOTH = List.of(WORK, SPARE);

    private final SmallTown time = new SmallTown();
    private final ManualMachine machine = new ManualMachine();
    private final List<String> said = new ArrayList<>();
    private final List<BeadId> woken = new ArrayList<>();
    private int watched;

    private final Scheduler scheduler = scheduler(Duration.ZERO);

    private Scheduler scheduler(Duration spacing) {
        return new Scheduler(
                new Capacity(10, spacing, 2.0, 500L * 1024 * 1024), machine, time, () -> watched++);
    }

    private Admission admit(BeadId agent, List<Account> accounts) {
        return admit(scheduler, agent, accounts);
    }

    private Admission admit(Scheduler which, BeadId agent, List<Account> accounts) {
        return which.admit(agent, accounts, () -> woken.add(agent));
    }

    @Test
    void theFirstAccountWithRoomIsTaken() {
        assertThat(admit(NUX, BOTH)).isEqualTo(new Admission.Admitted(WORK));
        assertThat(admit(ACE, BOTH)).isEqualTo(new Admission.Admitted(SPARE));

        assertThat(admit(WEZ, BOTH))
                .isInstanceOfSatisfying(
                        Admission.Held.class, held -> assertThat(held.why()).contains("qwen"));
        assertThat(scheduler.sessions())
                .containsEntry(WORK.name(), 1)
                .containsEntry(SPARE.name(), 1);
    }

    @Test
    void whoWaitsForRoomIsWokenWhenThereIsSome() {
        admit(NUX, List.of(WORK));
        admit(ACE, List.of(WORK));

        scheduler.release(NUX);

        assertThat(woken).containsExactly(ACE);
        assertThat(admit(ACE, List.of(WORK))).isEqualTo(new Admission.Admitted(WORK));
        assertThat(scheduler.waiting()).isEmpty();
    }

    @Test
    void aSecondSessionOfAnAgentTakesThePlaceOfItsFirst() {
        admit(NUX, List.of(WORK));

        assertThat(admit(NUX, List.of(WORK))).isEqualTo(new Admission.Admitted(WORK));
        assertThat(scheduler.sessions()).containsEntry(WORK.name(), 1);
    }

    @Test
    void agentsAreStartedOneAfterAnother() {
        Scheduler spaced = scheduler(Duration.ofSeconds(2));
        admit(spaced, NUX, BOTH);
        time.pass(Duration.ofMillis(500));

        Admission second = admit(spaced, ACE, BOTH);

        assertThat(second)
                .isEqualTo(
                        new Admission.Held(
                                "another agent was started just now", Duration.ofMillis(1500)));
        time.pass(Duration.ofMillis(1500));
        assertThat(admit(spaced, ACE, BOTH)).isEqualTo(new Admission.Admitted(SPARE));
    }

    @Test
    void aBusyMachineHoldsAgentsBackUntilItIsClearlyLessBusy() {
        machine.load(2.1);
        assertThat(admit(NUX, BOTH))
                .isInstanceOfSatisfying(
                        Admission.Held.class,
                        held -> assertThat(held.why()).contains("2.1", "2.0", "max_load"));
        assertThat(watched).isEqualTo(1);

        machine.load(1.9);
        assertThat(admit(NUX, BOTH)).isInstanceOf(Admission.Held.class);

        machine.load(1.5);
        assertThat(admit(NUX, BOTH)).isInstanceOf(Admission.Admitted.class);
        machine.load(1.9);
        assertThat(admit(ACE, BOTH)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void tooLittleMemoryHoldsAgentsBack() {
        machine.memoryFree(499);

        assertThat(admit(NUX, BOTH))
                .isInstanceOfSatisfying(
                        Admission.Held.class,
                        held ->
                                assertThat(held.why())
                                        .contains("499 MB", "500", "min_free_memory"));
    }

    @Test
    void aMachineThatTellsNothingHoldsNothingBack() {
        Scheduler silent = new Scheduler(Capacity.DEFAULT, Machine.SILENT, time, () -> {});

        assertThat(admit(silent, NUX, BOTH)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void pressureIsToldOnceAnEpisodeAndWhoItHeldBackIsWoken() {
        CapacityReconciler reconciler =
                new CapacityReconciler(
                        scheduler,
                        new Findings() {
                            @Override
                            public void raised(String kind, String about, String text) {
                                said.add("raised " + kind + " " + text);
                            }

                            @Override
                            public void cleared(String kind, String about) {
                                said.add("cleared " + kind);
                            }
                        });
        assertThat(reconciler.reconcile("town")).isEqualTo(Outcome.settled());
        machine.load(3);
        admit(NUX, BOTH);

        assertThat(reconciler.reconcile("town")).isInstanceOf(Outcome.Again.class);
        machine.load(4);
        assertThat(reconciler.reconcile("town")).isInstanceOf(Outcome.Again.class);
        assertThat(woken).isEmpty();
        machine.load(0.5);
        assertThat(reconciler.reconcile("town")).isEqualTo(Outcome.settled());
        assertThat(reconciler.reconcile("town")).isEqualTo(Outcome.settled());

        assertThat(woken).contains(NUX);
        assertThat(said)
                .containsExactly(
                        "raised pressure No agent is started for now: the machine's load is 3.0 per processor, the limit is 2.0 (max_load).",
                        "cleared pressure");
    }

    @Test
    void workThatWasTakenAwayMeanwhileHoldsNothing() {
        machine.load(3);
        admit(NUX, BOTH);

        scheduler.release(NUX);

        assertThat(scheduler.holding()).isEmpty();
    }
}
