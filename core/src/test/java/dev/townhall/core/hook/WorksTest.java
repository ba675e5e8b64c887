package dev.townhall.core.hook;

import static dev.townhall.core.testing.SmallTown.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.testing.SmallTown;
import java.util.List;
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
