package dev.townhall.core.question;

import static dev.townhall.core.testing.TalkingTown.SHOP_CHANNEL;
import static dev.townhall.core.testing.TalkingTown.inbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.ExpiryReconciler;
import dev.townhall.core.mail.Mail;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.testing.TalkingTown;
import dev.townhall.core.tool.ToolTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From an agent's question to its answer.
final class QuestionsTest {
    private final ToolTown world = new ToolTown();
    private final TalkingTown town = world.town;
    private final ExpiryReconciler reconciler =
            new ExpiryReconciler(new QuestionExpiry(), town.ledger(), town);

    private BeadId asked(AgentRole role) {
        String answer =
                world.call(
                                world.alive(role),
                                "ask",
                                "{\"question\":\"Which store?\\n@channel look\",\"options\":[\"SQLite\",\"Postgres\"]}")
                        .text();
        assertThat(answer).startsWith("asked as hq-q-");
        return new BeadId(answer.substring("asked as ".length(), answer.indexOf(':')));
    }

    private Question question(BeadId id) {
        return town.read(view -> Questions.get(view, id));
    }

    private Hook.Loaded hook() {
        Hook hook = town.read(view -> Hooks.of(view, ToolTown.agentBead(AgentRole.POLECAT)));
        return (Hook.Loaded) hook;
    }

    @Test
    void aQuestionWaitsOnTheHookAndInTheInboxesOfOperators() {
        BeadId id = asked(AgentRole.POLECAT);

        assertThat(hook().waitsFor()).contains(id);
        for (String person : new String[] {"ada", "ann", "oli"}) {
            assertThat(town.said(inbox(person)))
                    .singleElement()
                    .asString()
                    .contains("nux asks about sh-on-polecat", "> Which store?")
                    .contains("[SQLite: reply " + id + " SQLite]")
                    .doesNotContain("@channel");
        }
        assertThat(town.said(inbox("vic"))).isEmpty();
        assertThat(town.said(SHOP_CHANNEL)).anyMatch(text -> text.contains("nux asks"));
    }

    @Test
    void theButtonOfAnOptionAnswersWithIt() {
        BeadId id = asked(AgentRole.POLECAT);
        String button = town.card("question:" + id + ":oli").actions().getLast().command();

        town.say("oli", inbox("oli"), button);

        assertThat(question(id).state()).isEqualTo(Question.State.ANSWERED);
        assertThat(question(id).answer()).isEqualTo("Postgres");
        assertThat(question(id).answeredBy()).contains(Actor.overseer("oli"));
        assertThat(hook().waitsFor()).contains(id);
        assertThat(town.card("question:" + id + ":ada").actions()).isEmpty();
        assertThat(town.card("question:" + id + ":ada").title()).contains("answered by oli");
    }

    @ParameterizedTest
    @CsvSource({
        "reply, 2, Postgres",
        "answer, sqlite, SQLite",
        "reply, 3, 3",
        "reply, neither: use a file, neither: use a file",
    })
    void anOptionItsNumberOrFreeWordsAreAnAnswer(String verb, String words, String answer) {
        BeadId id = asked(AgentRole.POLECAT);

        town.say("oli", inbox("oli"), verb + " " + id + " " + words);

        assertThat(question(id).answer()).isEqualTo(answer);
    }

    @Test
    void aListInAnAnswerIsNoPlan() {
        BeadId id = asked(AgentRole.POLECAT);

        town.say("oli", inbox("oli"), "reply " + id + "\n- [ ] first this\n- [ ] then that");

        assertThat(question(id).answer()).isEqualTo("- [ ] first this\n- [ ] then that");
    }

    @Test
    void theFirstAnswerCounts() {
        BeadId id = asked(AgentRole.POLECAT);
        town.say("oli", inbox("oli"), "reply " + id + " SQLite");

        assertThat(town.answer("ann", inbox("ann"), "reply " + id + " Postgres"))
                .contains("Too late", "answered by oli");
        assertThat(question(id).answer()).isEqualTo("SQLite");
    }

    @Test
    void whoMayOnlyLookCannotAnswer() {
        BeadId id = asked(AgentRole.POLECAT);

        assertThat(town.answer("vic", inbox("vic"), "reply " + id + " SQLite"))
                .startsWith("FORBIDDEN");
        assertThat(question(id).isOpen()).isTrue();
    }

    @Test
    void aSecondQuestionWaitsForTheFirst() {
        BeadId id = asked(AgentRole.POLECAT);

        assertThat(
                        world.call(
                                        ToolTown.credential(AgentRole.POLECAT),
                                        "ask",
                                        "{\"question\":\"and?\"}")
                                .text())
                .contains("You wait for " + id);
    }

    @Test
    void doneIsNotSaidWhileAQuestionIsOpen() {
        asked(AgentRole.POLECAT);

        assertThat(
                        world.call(
                                        ToolTown.credential(AgentRole.POLECAT),
                                        "done",
                                        "{\"summary\":\"x\"}")
                                .isError())
                .isTrue();
        assertThat(hook().claim()).isEmpty();
    }

    @Test
    void aQuestionExpiresAndTheHookFindsThatOut() {
        BeadId id = asked(AgentRole.POLECAT);
        assertThat(reconciler.reconcile(id.text())).isEqualTo(Outcome.again(Duration.ofHours(24)));

        town.pass(Duration.ofHours(24));
        reconciler.reconcile(id.text());

        assertThat(question(id).state()).isEqualTo(Question.State.EXPIRED);
        assertThat(town.answer("oli", inbox("oli"), "reply " + id + " SQLite"))
                .contains("Too late", "expired");
        assertThat(world.call(ToolTown.credential(AgentRole.POLECAT), "hook", "{}").text())
                .contains("Nobody answered " + id);
    }

    @Test
    void aQuestionWhoseWorkLeftTheHookIsWithdrawn() {
        BeadId id = asked(AgentRole.POLECAT);
        assertThat(reconciler.concerns(ToolTown.agentBead(AgentRole.POLECAT).text()))
                .containsExactly(id.text());
        town.write(tx -> Hooks.clear(tx, ToolTown.agentBead(AgentRole.POLECAT), ToolTown.FENCE));

        reconciler.reconcile(id.text());

        assertThat(question(id).state()).isEqualTo(Question.State.WITHDRAWN);
        assertThat(town.card("question:" + id + ":ada").actions()).isEmpty();
    }

    @Test
    void whoHasNoHookGetsTheAnswerByMail() {
        BeadId id = asked(AgentRole.MAYOR);
        reconciler.reconcile(id.text());

        town.say("ada", inbox("ada"), "reply " + id + " 1");

        assertThat(town.<List<Bead>>read(view -> Mail.unread(view, Actor.MAYOR)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.title()).isEqualTo("Answer to " + id);
                    assertThat(letter.description()).contains("SQLite");
                    assertThat(letter.createdBy()).isEqualTo("overseer/ada");
                });
    }

    @Test
    void theHookShowsTheAnswerQuotedWithItsAuthor() {
        BeadId id = asked(AgentRole.POLECAT);
        town.say("oli", inbox("oli"), "reply " + id + " SQLite");

        assertThat(world.call(ToolTown.credential(AgentRole.POLECAT), "hook", "{}").text())
                .contains("Answer to " + id + ", by overseer/oli:\n> SQLite");
    }

    @Test
    void whoGetsARoleIsAskedWhatIsOpen() {
        BeadId id = asked(AgentRole.POLECAT);

        town.write(tx ->
                dev.townhall.core.person.People.grant(
                        tx, "vic", dev.townhall.core.person.Role.OPERATOR));

        Optional<?> post = town.read(view -> view.post("question:" + id + ":vic"));
        assertThat(post).isPresent();
    }
}
