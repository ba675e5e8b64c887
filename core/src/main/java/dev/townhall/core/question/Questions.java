package dev.townhall.core.question;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mail.Mail;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Questions of agents to people. Whoever waits for an answer reads the question's state: an agent
/// with work on its hook finds it through the hook's `waitsFor`, any other gets a letter.
public final class Questions {
    public static final String ID_PREFIX = "hq-q";

    /// Open questions of one agent.
    public static final int OPEN_OF_AGENT_MAX = 5;

    private static final int TITLE_CHARS_MAX = 80;

    private Questions() {}

    /// Who asks what.
    ///
    /// @param fence of the asking session
    /// @param options to choose from, or none
    /// @param patience after which nobody is expected to answer any more
    public record Asking(
            BeadId agentBead,
            long fence,
            Optional<RigName> rig,
            String text,
            List<String> options,
            Duration patience) {}

    /// What came of an answer.
    public sealed interface Answered {
        Question question();

        record Now(Question question) implements Answered {}

        /// Somebody (or the clock) was first; nothing was changed.
        record Before(Question question) implements Answered {}
    }

    public static Question get(LedgerView view, BeadId id) {
        return Question.ASPECT
                .of(view.get(id))
                .orElseThrow(() -> TownException.badInput(id + " is not a question."));
    }

    /// Those still waiting, by id.
    public static List<Bead> open(LedgerView view) {
        return view.ofType(Bead.GATE).stream()
                .filter(bead -> !bead.isClosed() && Question.ASPECT.of(bead).isPresent())
                .toList();
    }

    /// Asks in the name of the transaction's actor. A hook asks one thing at a time.
    public static BeadId ask(Transaction tx, Asking asking) {
        Optional<Hook.Loaded> hook =
                Hooks.checkFence(tx, asking.agentBead(), asking.fence())
                                instanceof Hook.Loaded loaded
                        ? Optional.of(loaded)
                        : Optional.empty();
        hook.flatMap(Hook.Loaded::waitsFor)
                .filter(id -> get(tx, id).isOpen())
                .ifPresent(id -> {
                    throw TownException.wrongState(
                            "You wait for %s already: end your turn now; the answer comes with your next one."
                                    .formatted(id));
                });
        holdLimit(tx);
        Question question =
                new Question(
                        Question.State.OPEN,
                        asking.rig(),
                        tx.actor(),
                        asking.agentBead(),
                        hook.map(Hook.Loaded::bead),
                        hook.flatMap(Hook.Loaded::convoy),
                        hook.isPresent(),
                        asking.text(),
                        asking.options(),
                        tx.now(),
                        tx.now().plus(asking.patience()),
                        "",
                        Optional.empty(),
                        Optional.empty());
        String title = title(asking.text());
        BeadId id = tx.newId(ID_PREFIX, title, tx.actor().text());
        tx.create(
                Question.ASPECT.set(
                        Bead.fresh(id, Bead.GATE, title, tx.actor(), tx.now()), question));
        if (hook.isPresent()) {
            Hooks.waitFor(tx, asking.agentBead(), asking.fence(), id);
        }
        Events.emit(
                tx,
                new TownEvent.QuestionAsked(
                        id, question.bead(), question.convoy(), tx.actor(), question.expires()));
        return id;
    }

    /// Answers in the name of the transaction's actor, whose right to do so the caller has checked.
    /// The first answer wins; past its expiry a question is expired, whatever is said. The text of
    /// an option, or its number, chooses that option.
    public static Answered answer(Transaction tx, BeadId id, String words) {
        Question question = get(tx, id);
        if (!question.isOpen()) {
            return new Answered.Before(question);
        }
        if (!tx.now().isBefore(question.expires())) {
            return new Answered.Before(expire(tx, id));
        }
        String answer = choice(question.options(), words.strip());
        Check.that(
                !answer.isEmpty() && answer.length() <= Question.ANSWER_CHARS_MAX,
                "An answer is 1 to %s characters; found %s.",
                Question.ANSWER_CHARS_MAX,
                answer.length());
        Question answered = question.answered(answer, tx.actor(), tx.now());
        return new Answered.Now(settle(tx, id, answered, "answered by " + tx.actor()));
    }

    /// Nobody answered in time.
    static Question expire(Transaction tx, BeadId id) {
        return settle(tx, id, get(tx, id).expired(tx.now()), "nobody answered");
    }

    /// Nobody waits for the answer any more.
    static void withdraw(Transaction tx, BeadId id) {
        settle(tx, id, get(tx, id).withdrawn(tx.now()), "nobody waits for the answer any more");
    }

    /// Whether the hook that asked still waits.
    static boolean isAwaited(LedgerView view, BeadId id, Question question) {
        return !question.onHook()
                || (Hooks.of(view, question.agentBead()) instanceof Hook.Loaded loaded
                        && loaded.waitsFor().equals(Optional.of(id)));
    }

    private static Question settle(Transaction tx, BeadId id, Question settled, String reason) {
        Bead bead = Question.ASPECT.set(tx.get(id), settled);
        tx.update(bead.closed(reason, tx.now()));
        Events.emit(
                tx,
                new TownEvent.QuestionSettled(
                        id,
                        settled.bead(),
                        settled.convoy(),
                        settled.state().name().toLowerCase(Locale.ROOT),
                        settled.answeredBy()));
        if (!settled.onHook()) {
            tell(tx, id, settled);
        }
        return settled;
    }

    private static void tell(Transaction tx, BeadId id, Question settled) {
        String body =
                settled.state() == Question.State.ANSWERED
                        ? settled.answer()
                        : "Nobody answered in time. Decide yourself or escalate.";
        Mail.deliver(
                tx,
                new Mail.Draft(
                        settled.asker(),
                        "Answer to " + id,
                        "You asked: " + title(settled.text()) + "\n\n" + cut(body),
                        settled.bead(),
                        Optional.empty()));
    }

    /// A letter takes a little less than an answer may have.
    private static String cut(String body) {
        int most = Mail.BODY_CHARS_MAX - 200;
        return body.length() <= most ? body : body.substring(0, most) + "…";
    }

    private static void holdLimit(Transaction tx) {
        Actor asker = tx.actor();
        long open =
                open(tx).stream().filter(bead -> get(tx, bead.id()).asker().equals(asker)).count();
        if (open >= OPEN_OF_AGENT_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "%s questions of %s wait for an answer; that is the most."
                            .formatted(open, asker));
        }
    }

    private static String choice(List<String> options, String words) {
        for (String option : options) {
            if (option.equalsIgnoreCase(words)) {
                return option;
            }
        }
        if (words.matches("[1-9]") && Integer.parseInt(words) <= options.size()) {
            return options.get(Integer.parseInt(words) - 1);
        }
        return words;
    }

    private static String title(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= TITLE_CHARS_MAX) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(TITLE_CHARS_MAX - 1)) ? 1 : 0;
        return line.substring(0, TITLE_CHARS_MAX - end) + "…";
    }
}
