package dev.townhall.core.tool;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.handoff.Handoffs;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.question.Question;
import dev.townhall.core.question.Questions;
import java.util.List;
import java.util.Optional;

/// The caller's own work: what it is, and that it is done.
final class HookTools {
    private HookTools() {}

    static Tool prime(Priming priming) {
        return Tool.reads(
                "prime",
                "Everything to know now: your role, your hook, what came back, your mail.",
                Fields.of(),
                Tool.EVERYONE,
                (view, call) -> priming.prime(view, call.who()));
    }

    static List<Tool> all() {
        return List.of(
                Tool.reads(
                        "hook",
                        "The work on your hook, and why it came back if it did. Work there is yours"
                                + " to do now, without asking.",
                        Fields.of(),
                        Tool.WORKERS,
                        HookTools::hook),
                Tool.writes(
                        "done",
                        "Say that the work on your hook is done, and end your turn. The town saves"
                                + " your files, checks them and merges; it closes the bead.",
                        Fields.of(
                                new Field.Text("summary", "what was done", 1, 4_000, true),
                                new Field.Text(
                                        "proof",
                                        "without changed files: what proves it",
                                        0,
                                        2_000,
                                        false)),
                        Tool.WORKERS,
                        HookTools::done),
                Tool.writes(
                        "handoff",
                        "Go on in a fresh session: your summary is told to it, and this session"
                                + " ends with your turn. The tree stays as it is.",
                        Fields.of(
                                new Field.Text(
                                        "summary",
                                        "what is done, what is next, what you found out",
                                        1,
                                        Handoffs.SUMMARY_CHARS_MAX,
                                        true)),
                        Tool.WORKERS,
                        HookTools::handoff));
    }

    private static String hook(LedgerView view, Tool.Call call) {
        if (!(Hooks.of(view, call.who().agentBead()) instanceof Hook.Loaded loaded)) {
            return "Your hook is empty: there is nothing you must do now.";
        }
        Bead bead = view.get(loaded.bead());
        StringBuilder text = new StringBuilder();
        text.append(
                "On your hook: %s %s (try %s, since %s)\n"
                        .formatted(
                                bead.id(),
                                Said.line(bead.title()),
                                loaded.attempt(),
                                Said.at(loaded.since())));
        text.append(Said.of("description", bead.createdBy(), bead.description()));
        text.append(Said.of("acceptance", bead.createdBy(), bead.acceptanceCriteria()));
        Work.ASPECT
                .of(bead)
                .flatMap(Work::rework)
                .ifPresent(rework -> {
                    text.append("It came back: ").append(Works.sentence(rework)).append('\n');
                    text.append(Said.of("detail", "the gates and reviewers", rework.detail()));
                });
        loaded.waitsFor().ifPresent(id -> text.append(asked(Questions.get(view, id), id.text())));
        loaded.claim().ifPresent(it -> text.append("You said it is done: end your turn.\n"));
        return text.toString();
    }

    private static String asked(Question question, String id) {
        return switch (question.state()) {
            case OPEN -> "You wait for the answer to " + id + ": end your turn.\n";
            case ANSWERED ->
                    Said.of(
                            "Answer to " + id,
                            question.answeredBy().map(Object::toString).orElse("a person"),
                            question.answer());
            case EXPIRED, WITHDRAWN ->
                    "Nobody answered " + id + ": decide yourself, or escalate.\n";
        };
    }

    private static String done(Transaction tx, Tool.Call call) {
        Hook.Loaded loaded = loaded(tx, call.who(), "done");
        Optional<Question> open =
                loaded.waitsFor().map(id -> Questions.get(tx, id)).filter(Question::isOpen);
        if (open.isPresent()) {
            throw TownException.wrongState(
                    "You asked %s and wait for the answer: end your turn now; say done after it."
                            .formatted(loaded.waitsFor().orElseThrow()));
        }
        String proof = call.with().text("proof").strip();
        String summary =
                call.with().text("summary").strip() + (proof.isEmpty() ? "" : "\nProof: " + proof);
        Hooks.claim(tx, call.who().agentBead(), call.who().fence(), Sanitizer.text(summary));
        return ("Noted: %s is claimed done. End your turn now: the town saves your files and checks"
                        + " them. If something is missing you get it back with the reason.")
                .formatted(loaded.bead());
    }

    private static String handoff(Transaction tx, Tool.Call call) {
        Hook.Loaded loaded = loaded(tx, call.who(), "handoff");
        if (loaded.claim().isPresent()) {
            throw TownException.wrongState(
                    "You said %s is done: end your turn. There is nothing to hand off."
                            .formatted(loaded.bead()));
        }
        Handoffs.leave(
                tx,
                call.who().agentBead(),
                call.who().fence(),
                Sanitizer.text(call.with().text("summary")).strip());
        return "Kept. End your turn now: a fresh session is told it and goes on in this tree.";
    }

    /// The caller's hook with work on it; WRONG_STATE when it is empty.
    static Hook.Loaded loaded(LedgerView view, Credential who, String tool) {
        return Hooks.of(view, who.agentBead()) instanceof Hook.Loaded loaded
                ? loaded
                : noWork(tool);
    }

    private static Hook.Loaded noWork(String tool) {
        throw TownException.wrongState(
                "Your hook is empty, so there is nothing to say %s of.".formatted(tool));
    }
}
