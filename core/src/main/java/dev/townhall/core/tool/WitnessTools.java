package dev.townhall.core.tool;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.MergeRequests.Queued;
import dev.townhall.core.mergequeue.Witnessing.Verdict;
import dev.townhall.core.question.Questions;
import java.util.List;
import java.util.Optional;

/// What a witness says of the work that it judges.
final class WitnessTools {
    private static final String ACCEPTED = "accepted";

    private WitnessTools() {}

    static List<Tool> all() {
        return List.of(
                Tool.writes(
                        "verdict",
                        "Say whether the work on your hook does what its bead asks for, and end your"
                                + " turn. Accepted work goes on to be merged; other work goes back"
                                + " to its worker with your reasons.",
                        Fields.of(
                                new Field.Choice(
                                        "verdict",
                                        "accepted only if every criterion is met",
                                        List.of(ACCEPTED, "not-accepted"),
                                        true),
                                new Field.Text(
                                        "reasons",
                                        "a line for each criterion: met or not, and the proof or"
                                                + " what is missing",
                                        1,
                                        4_000,
                                        true)),
                        List.of(AgentRole.WITNESS),
                        WitnessTools::verdict));
    }

    private static String verdict(Transaction tx, Tool.Call call) {
        Credential who = call.who();
        if (!(Hooks.checkFence(tx, who.agentBead(), who.fence()) instanceof Hook.Loaded loaded)) {
            throw TownException.wrongState(
                    "Your hook is empty, so there is nothing to judge. End your turn.");
        }
        Optional<BeadId> open = loaded.waitsFor().filter(id -> Questions.get(tx, id).isOpen());
        if (open.isPresent()) {
            throw TownException.wrongState(
                    "You asked %s and wait for the answer: end your turn now; judge after it."
                            .formatted(open.get()));
        }
        Queued judged =
                MergeRequests.witnessed(tx, loaded.bead())
                        .orElseThrow(() ->
                                TownException.wrongState(
                                        "%s does not wait for a verdict any more. End your turn."
                                                .formatted(loaded.bead())));
        boolean accepts = call.with().text("verdict").equals(ACCEPTED);
        MergeRequests.testify(
                tx,
                judged.id(),
                accepts ? Verdict.ACCEPTED : Verdict.NOT_ACCEPTED,
                Sanitizer.code(call.with().text("reasons")).strip());
        return "Noted: %s is %s. End your turn now."
                .formatted(loaded.bead(), accepts ? "accepted" : "not accepted");
    }
}
