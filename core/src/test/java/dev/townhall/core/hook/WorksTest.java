package dev.townhall.core.hook;

import static dev.townhall.core.testing.SmallTown.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.testing.SmallTown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorksTest {
    private final SmallTown town = new SmallTown();
    private BeadId bead = new BeadId("sh-none");

    @BeforeEach
    void aLaunchedBead() {
        BeadId convoy = town.stage(item(1));
        town.write(tx -> Convoys.launch(tx, convoy));
        bead = town.convoy(convoy).beads().getFirst();
    }

    @Test
    void workSentBackIsOpenAgainWithTheReason() {
        sendBack(ReworkCause.CONFLICT);

        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.OPEN);
        assertThat(work().attempt()).isEqualTo(2);
        assertThat(work().rework().orElseThrow().files()).containsExactly("a.txt");
    }

    @Test
    void afterThreeReworksAPersonIsAsked() {
        for (int i = 0; i < Works.ATTEMPTS_MAX; i++) {
            sendBack(ReworkCause.GATE_RED);
        }

        assertThat(reworks()).isEqualTo(3);
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.BLOCKED);
        assertThat(escalation()).isNotNull();
    }

    @Test
    void aCommandThatFailsTheSameWayOnTheSameCommitIsSentOnceMoreOnly() {
        town.write(tx -> Works.sendBack(tx, bead, byCommand("exit code 3\nboom", "base")));
        assertThat(work().attempt()).isEqualTo(2);

        town.write(tx -> Works.sendBack(tx, bead, byCommand("exit code 3\nboom", "base")));

        assertThat(reworks()).isEqualTo(1);
        Bead raised = town.bead(escalation());
        Escalation told = Escalation.ASPECT.of(raised).orElseThrow();
        assertThat(told.reason()).contains("twice in the same way on the same commit");
        assertThat(told.log()).isEqualTo("exit code 3\nboom");
    }

    @Test
    void aCommandWhoseOutputOrBaseChangedHasAllItsTries() {
        town.write(tx -> Works.sendBack(tx, bead, byCommand("exit code 3\nboom", "base")));
        town.write(tx -> Works.sendBack(tx, bead, byCommand("exit code 4\nboom", "base")));
        town.write(tx -> Works.sendBack(tx, bead, byCommand("exit code 4\nboom", "other")));
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.OPEN);

        town.write(tx -> Works.sendBack(tx, bead, byCommand("exit code 5\nboom", "other")));

        assertThat(reworks()).isEqualTo(3);
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.BLOCKED);
    }

    @Test
    void aRetryOfWhatWasEscalatedEarlyHasAWholeNewSet() {
        town.write(tx -> Works.sendBack(tx, bead, byCommand("exit code 3", "base")));
        town.write(tx -> Works.sendBack(tx, bead, byCommand("exit code 3", "base")));
        BeadId escalation = escalation();
        town.write(tx -> Works.retry(tx, escalation));
        assertThat(work().attempt()).isEqualTo(3);

        for (int i = 0; i < 3; i++) {
            sendBack(ReworkCause.GATE_RED);
        }
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.OPEN);
        sendBack(ReworkCause.GATE_RED);
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.BLOCKED);
    }

    private static Work.Rework byCommand(String log, String base) {
        return new Work.Rework(ReworkCause.FAILED, List.of(), log, Optional.of(base));
    }

    @Test
    void aRetryGivesANewSetOfTries() {
        escalated();

        BeadId escalation = escalation();
        town.write(tx -> Works.retry(tx, escalation));

        assertThat(work().attempt()).isEqualTo(5);
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.OPEN);
        List<Bead> open = town.read(Escalations::open);
        assertThat(open).isEmpty();
    }

    @Test
    void anEscalationIsSettledOnce() {
        escalated();
        BeadId escalation = escalation();
        town.write(tx -> Works.giveUp(tx, escalation));

        assertThatThrownBy(() -> town.write(tx -> Works.retry(tx, escalation)))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("dropped by overseer/ada");
    }

    @Test
    void aMergedBeadIsClosedWithItsCommit() {
        town.write(tx -> Works.merged(tx, bead, "abc123"));

        Bead closed = town.bead(bead);
        assertThat(closed.isClosed()).isTrue();
        assertThat(closed.closeReason()).isEqualTo("merged as abc123");
        assertThat(work().commit()).isEqualTo("abc123");
    }

    private void escalated() {
        for (int i = 0; i < Works.ATTEMPTS_MAX; i++) {
            sendBack(ReworkCause.FAILED);
        }
    }

    private BeadId escalation() {
        return town.read(view -> Escalations.openAbout(view, bead)).orElseThrow();
    }

    private void sendBack(ReworkCause cause) {
        town.write(tx -> Works.sendBack(tx, bead, Works.rework(cause, List.of("a.txt"), "log")));
    }

    private Work work() {
        return Works.get(town.bead(bead));
    }

    private long reworks() {
        return town.events().stream().filter(TownEvent.ReworkAsked.class::isInstance).count();
    }
}
