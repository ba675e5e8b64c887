package dev.townhall.core.tool;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.question.Question;
import dev.townhall.core.question.Questions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What only a person can settle.
final class PeopleTools {
    private static final List<AgentRole> ONLY_THEIR_OWN =
            List.of(AgentRole.DOG, AgentRole.WITNESS, AgentRole.REFINERY, AgentRole.POLECAT);

    private PeopleTools() {}

    static List<Tool> all(Duration patience) {
        return List.of(
                Tool.writes(
                        "ask",
                        "Ask a person, when you cannot decide yourself. With options it is a choice;"
                                + " free words are always welcome. Then end your turn: the answer"
                                + " comes with your next one.",
                        Fields.of(
                                new Field.Text(
                                        "question",
                                        "with what one must know to answer it",
                                        1,
                                        Question.TEXT_CHARS_MAX,
                                        true),
                                new Field.Texts(
                                        "options",
                                        "2 to 8 to choose from",
                                        Question.OPTIONS_MAX,
                                        Question.OPTION_CHARS_MAX)),
                        Tool.EVERYONE,
                        (tx, call) -> ask(tx, call, patience)),
                Tool.writes(
                        "escalate",
                        "Give up on work and hand it to a person: it leaves your hook, and your"
                                + " session ends.",
                        Fields.of(
                                new Field.Text("reason", "what stands in the way", 1, 2_000, true),
                                new Field.Text("details", "what you tried, logs", 0, 8_000, false),
                                new Field.Text(
                                        "bead", "when it is not on your hook", 1, 255, false)),
                        Tool.SEEING,
                        PeopleTools::escalate));
    }

    private static String ask(Transaction tx, Tool.Call call, Duration patience) {
        Credential who = call.who();
        List<String> options = call.with().texts("options").stream().map(Sanitizer::line).toList();
        BeadId id =
                Questions.ask(
                        tx,
                        new Questions.Asking(
                                who.agentBead(),
                                who.fence(),
                                who.rig(),
                                Sanitizer.text(call.with().text("question")),
                                options,
                                patience));
        return Questions.get(tx, id).onHook()
                ? "asked as %s: end your turn now; the answer comes with your next turn."
                        .formatted(id)
                : "asked as %s: the answer comes to you by mail.".formatted(id);
    }

    private static String escalate(Transaction tx, Tool.Call call) {
        Optional<String> named = call.with().find("bead");
        Optional<Hook.Loaded> hook =
                Hooks.of(tx, call.who().agentBead()) instanceof Hook.Loaded loaded
                        ? Optional.of(loaded)
                        : Optional.empty();
        Optional<BeadId> mine = hook.map(Hook.Loaded::bead);
        BeadId bead =
                named.map(id -> Reach.of(tx, call).changed(id).id())
                        .or(() -> mine)
                        .orElseThrow(() ->
                                TownException.badInput(
                                        "Your hook is empty: say with 'bead' what it is about."));
        boolean isMine = mine.equals(Optional.of(bead));
        if (!isMine && ONLY_THEIR_OWN.contains(call.who().role())) {
            throw TownException.forbidden(
                    "A %s can give up only what is on its own hook, and %s is not."
                            .formatted(call.who().role().word(), bead));
        }
        if (isMine) {
            Hooks.clear(tx, call.who().agentBead(), call.who().fence());
            MergeRequests.attended(tx, bead)
                    .ifPresent(queued ->
                            MergeRequests.withdraw(
                                    tx,
                                    queued.id(),
                                    queued.request(),
                                    "given up by " + call.who().agent()));
        } else {
            mustBeLoose(tx, bead);
        }
        Works.escalate(
                tx,
                bead,
                call.who().agent().shortName()
                        + " says: "
                        + Sanitizer.text(call.with().text("reason")).strip(),
                Sanitizer.code(call.with().text("details")));
        return isMine
                ? "%s is off your hook and before a person. End your session.".formatted(bead)
                : "%s is before a person.".formatted(bead);
    }

    /// Nobody works on it, and it is on order: else there is nothing to stop.
    private static void mustBeLoose(Transaction tx, BeadId id) {
        Bead bead = tx.get(id);
        Hooks.holder(tx, id)
                .ifPresent(agent -> {
                    throw TownException.wrongState(
                            "%s is on the hook of %s, who alone can give it up. Write to them."
                                    .formatted(id, agent.actor()));
                });
        Check.that(
                Work.ASPECT.of(bead).isPresent(),
                "%s is not on order, so nothing waits for it. Add a comment instead.",
                id);
        if (!bead.status().equals(BeadStatus.OPEN)) {
            throw TownException.wrongState(
                    "%s is %s and cannot be given up now.".formatted(id, bead.status()));
        }
    }
}
