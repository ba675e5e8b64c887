package dev.townhall.core.convoy;

import static dev.townhall.core.testing.SmallTown.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.SmallTown;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TasksTest {
    private static final Person ADA = new Person("ada", Role.OWNER, Map.of(), Map.of());

    private final SmallTown town = new SmallTown();

    private Bead made(TaskText text) {
        return town.change(tx -> Tasks.create(tx, Rigs.get(tx, SmallTown.SHOP), text));
    }

    private Bead plain() {
        return made(TaskText.titled("Plain"));
    }

    private Bead edited(Bead seen, TaskText text) {
        return town.change(tx -> Tasks.edit(tx, ADA, seen, text));
    }

    @Test
    void aBeadNobodyWorksOnIsDroppedWithAReason() {
        BeadId id = plain().id();

        town.write(tx -> Tasks.drop(tx, id, "typed wrong"));

        Bead bead = town.bead(id);
        assertThat(bead.isClosed()).isTrue();
        assertThat(bead.closeReason()).isEqualTo("dropped by overseer/ada: typed wrong");
        assertThat(Works.isDropped(bead)).isTrue();
        assertThat(town.events())
                .last()
                .isEqualTo(
                        new TownEvent.BeadDropped(id, java.util.Optional.empty(), "typed wrong"));
    }

    @Test
    void aBeadSomebodyWorksOnIsNeitherDroppedNorChanged() {
        BeadId id = made(TaskText.titled("Busy").withCommands("true")).id();
        town.write(tx -> Convoys.sling(tx, id));
        town.write(tx -> Hooks.sling(tx, id, 100));

        assertThatThrownBy(() -> town.write(tx -> Tasks.drop(tx, id, "")))
                .hasMessageContaining("works on it")
                .hasMessageContaining("Wait for that, or drop its whole convoy");
        assertThatThrownBy(() -> edited(town.bead(id), TaskText.titled("Other")))
                .hasMessageContaining("cannot be changed")
                .hasMessageContaining("works on it");
        assertThat(town.bead(id).status()).isEqualTo(BeadStatus.HOOKED);
    }

    @Test
    void anItemOfAPlanThatWasNotLaunchedIsChangedWithItsPlan() {
        BeadId convoy = town.stage(item(1), item(2));
        BeadId id = town.convoy(convoy).beads().getFirst();

        assertThatThrownBy(() -> town.write(tx -> Tasks.drop(tx, id, "")))
                .hasMessageContaining("belongs to the plan of " + convoy)
                .hasMessageContaining("Change that plan");
    }

    @Test
    void aClosedBeadStaysClosedAsItIs() {
        BeadId id = plain().id();
        town.write(tx -> Tasks.drop(tx, id, "first"));

        assertThatThrownBy(() -> town.write(tx -> Tasks.drop(tx, id, "second")))
                .hasMessageContaining("it is closed (dropped by overseer/ada: first)");
        assertThatThrownBy(() -> edited(town.bead(id), TaskText.titled("Other")))
                .hasMessageContaining("it is closed");
    }

    @Test
    void theTownsOwnRecordsAreNoWork() {
        BeadId rig = new BeadId("hq-rig-shop");

        assertThatThrownBy(() -> town.write(tx -> Tasks.drop(tx, rig, "")))
                .hasMessageContaining("it is no work");
    }

    @Test
    void anEscalatedBeadIsPutRightAndDroppedWithItsEscalation() {
        BeadId convoy = town.stage(item(1));
        town.write(tx -> Convoys.launch(tx, convoy));
        BeadId id = town.convoy(convoy).beads().getFirst();
        town.write(tx ->
                Works.sendBack(tx, id, Works.rework(ReworkCause.FAILED, List.of(), "exit code 1")));
        town.write(tx -> Works.escalate(tx, id, "It fails.", "exit code 1"));

        Bead right = edited(town.bead(id), TaskText.of(town.bead(id)).withCommands("echo right"));
        assertThat(right.description()).isEqualTo("```sh\necho right\n```");
        assertThat(Work.ASPECT.of(right).orElseThrow().rework()).isEmpty();
        BeadId raised = town.read(view -> Escalations.openAbout(view, id)).orElseThrow();
        assertThat(town.read(view -> Escalations.get(view, raised)).mended())
                .map(Escalation.Mended::sentence)
                .contains("ada changed its commands");

        town.write(tx -> Tasks.drop(tx, id, ""));
        assertThat(Works.isDropped(town.bead(id))).isTrue();
        List<Bead> open = town.read(Escalations::open);
        assertThat(open).isEmpty();
    }

    @Test
    void everyPartOfABeadCanBePutRight() {
        Bead other = plain();
        Bead bead = made(TaskText.titled("Tpyo").withText("Old text.\n\n```sh\nold\n```"));

        Bead right =
                edited(
                        bead,
                        TaskText.of(bead)
                                .withTitle("Typo")
                                .withText("New text.")
                                .withCommands("new")
                                .withPriority(0)
                                .waitingFor(List.of(other.id()))
                                .withApproval(true));

        assertThat(right.title()).isEqualTo("Typo");
        assertThat(right.description()).isEqualTo("New text.\n\n```sh\nnew\n```");
        assertThat(right.priority()).isZero();
        assertThat(right.labels()).containsExactly(MergeRequests.APPROVAL_LABEL);
        boolean blocked = town.read(view -> view.isBlocked(bead.id()));
        assertThat(blocked).isTrue();
        assertThat(town.events())
                .last()
                .isEqualTo(
                        new TownEvent.BeadEdited(
                                bead.id(),
                                java.util.Optional.empty(),
                                List.of(
                                        "title",
                                        "commands",
                                        "priority",
                                        "what it waits for",
                                        "approval")));
    }

    @Test
    void anEditThatChangesNothingIsNoEvent() {
        Bead bead = plain();
        int before = town.events().size();

        Bead after = edited(bead, TaskText.of(bead));

        assertThat(after).isEqualTo(bead);
        assertThat(town.events()).hasSize(before);
    }

    @Test
    void anEditOfWhatChangedMeanwhileIsAConflict() {
        Bead seen = plain();
        edited(seen, TaskText.titled("First"));

        assertThatThrownBy(() -> edited(seen, TaskText.titled("Second")))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("was changed meanwhile")
                .extracting(e -> ((TownException) e).code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(town.bead(seen.id()).title()).isEqualTo("First");
    }

    @Test
    void aBeadNeverWaitsForItself() {
        Bead one = plain();
        Bead two = made(TaskText.titled("Two").waitingFor(List.of(one.id())));

        assertThatThrownBy(() -> edited(one, TaskText.of(one).waitingFor(List.of(two.id()))))
                .hasMessageContaining("would wait for itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "bug", "feature", "chore", "spike"})
    void whatIsListedAsReadyIsWorkToEverybody(String type) {
        BeadId id = new BeadId("sh-found");
        Bead bead = Bead.fresh(id, type, "Found", SmallTown.ADA, town.now());
        town.write(tx -> tx.create(bead));
        assertThat(town.<List<Bead>>read(view -> view.ready(10))).extracting(Bead::id).contains(id);

        assertThat(Tasks.isWork(town.bead(id))).isTrue();
        assertThat(open()).containsExactly(id);
        assertThat(edited(town.bead(id), TaskText.titled("Put right")).title())
                .isEqualTo("Put right");
        town.write(tx -> Tasks.drop(tx, id, ""));
        assertThat(open()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate", "message", "merge-request", "convoy", "agent", "event"})
    void aRecordOfTheTownIsNoWork(String type) {
        BeadId id = new BeadId("sh-record");

        assertThat(Tasks.isWork(Bead.fresh(id, type, "A record", SmallTown.ADA, town.now())))
                .isFalse();
    }

    private List<BeadId> open() {
        return town.read(view -> OpenWork.of(view, Rigs.get(view, SmallTown.SHOP))).beads();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "two\nlines", "a\ttab", "a\u0007bell", "zero\u200Bwidth"})
    void aTitleIsWhatItLooksLike(String title) {
        assertThatThrownBy(() -> TaskText.titled(title))
                .isInstanceOf(TownException.class)
                .hasMessageMatching(
                        "(?s)(A bead needs a title|A title is one line|The title holds).*")
                .hasMessageNotContaining("sh-");
    }

    @ParameterizedTest
    @CsvSource({"-1", "5"})
    void aPriorityIsOneOfFive(int priority) {
        assertThatThrownBy(() -> TaskText.titled("A").withPriority(priority))
                .hasMessageContaining("0 (critical) to 4 (backlog); found " + priority);
    }

    @Test
    void commandsCannotEndTheirOwnBlock() {
        assertThatThrownBy(() -> TaskText.titled("A").withCommands("echo\n```\nrm -rf /"))
                .hasMessageContaining("would end their block");
        assertThatThrownBy(() -> TaskText.titled("A").withCommands(" \n"))
                .hasMessageContaining("no command");
    }

    @Test
    void aNewTextKeepsTheCommandsUnlessItBringsItsOwn() {
        TaskText text = TaskText.titled("A").withCommands("make");

        assertThat(text.withText("Why.").description()).isEqualTo("Why.\n\n```sh\nmake\n```");
        assertThat(text.withText("```sh\ntest\n```").description()).isEqualTo("```sh\ntest\n```");
    }
}
