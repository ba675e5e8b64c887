package dev.townhall.server.command;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.permission.Rule;
import dev.townhall.core.permission.RuleBook;
import dev.townhall.server.up.RunningTown;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What waits for a person, and the answers.
@Command(name = "gt", description = "What waits for a person.")
final class DecisionCommands {
    private static final String ASKED = "An approval, or the bead it is about.";
    private static final String RAISED = "An escalation, or the bead it is about.";

    private final Call call;

    DecisionCommands(Call call) {
        this.call = call;
    }

    @Command(name = "inbox", description = "Shows what waits for you.")
    int inbox(@Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        List<WaitingLine> waiting =
                town.ledger().read(view -> WaitingLine.of(view, town.owner().actor()));
        if (json) {
            call.screen().json(waiting);
        } else if (waiting.isEmpty()) {
            call.screen().line("Nothing waits for you.");
        } else {
            WaitingLine.show(call.screen(), waiting, town.time().now());
        }
        return Exit.OK;
    }

    @Command(
            name = "approve",
            description = "Allows a merge, or what an agent asks for, this time.")
    int approve(@Parameters(paramLabel = "ID", description = ASKED) String id) {
        return decide("approve", id, Approval.State.APPROVED);
    }

    @Command(
            name = "always",
            description = "Allows what an agent asks for, now and every time on that rig.")
    int always(@Parameters(paramLabel = "ID", description = ASKED) String id) {
        return decide("always", id, Approval.State.APPROVED);
    }

    @Command(
            name = "deny",
            description =
                    "Refuses a merge, whose bead then waits for retry, edit or drop; or what an"
                            + " agent asks for, which goes on without.")
    int deny(@Parameters(paramLabel = "ID", description = ASKED) String id) {
        return decide("deny", id, Approval.State.DENIED);
    }

    /// Fails when somebody, or the clock, was first and said otherwise.
    private int decide(String verb, String id, Approval.State wanted) {
        RunningTown town = call.town();
        Heard heard = Heard.say(town, verb, List.of(id));
        heard.print(call.screen());
        Approval.State decided =
                town.ledger().read(view -> Approvals.get(view, heard.about().getFirst()).state());
        return decided == wanted ? Exit.OK : Exit.FAILED;
    }

    @Command(
            name = "rules",
            description = "Lists what agents may do on a rig without asking, or revokes a rule.")
    int rules(
            @Parameters(paramLabel = "RIG") String rig,
            @Option(names = "--revoke", paramLabel = "N", description = "Takes rule N away.")
                    Optional<Integer> revoke,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        RigName name = town.ledger().read(view -> Ids.rig(view, rig).name());
        revoke.ifPresent(number ->
                town.ledger().write(town.owner().actor(), tx -> RuleBook.revoke(tx, name, number)));
        List<String> rules =
                town.ledger().read(view -> RuleBook.of(view, name)).stream()
                        .map(Rule::sentence)
                        .toList();
        if (json) {
            call.screen().json(rules);
        } else if (rules.isEmpty()) {
            call.screen().line("Rig " + name + " has no rules of its own.");
        } else {
            for (int i = 0; i < rules.size(); i++) {
                call.screen().line((i + 1) + "  " + rules.get(i));
            }
        }
        return Exit.OK;
    }

    @Command(name = "retry", description = "Gives an escalated bead a new set of tries.")
    int retry(@Parameters(paramLabel = "ID", description = RAISED) String id) {
        return settle("retry", id);
    }

    @Command(name = "drop", description = "Gives a bead that nobody works on, or a convoy, up.")
    int drop(
            @Parameters(paramLabel = "ID", description = "A bead, a convoy, or an escalation.")
                    String id,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in a line.")
                    Optional<String> reason) {
        return Heard.say(call.town(), "drop", List.of(id), reason.orElse("")).print(call.screen());
    }

    @Command(
            name = "ack",
            description =
                    "Says that you have seen an escalation, which settles nothing (retry and drop"
                            + " do); puts a letter away.")
    int ack(
            @Parameters(paramLabel = "ID", description = "An escalation, its bead, or a letter.")
                    String id) {
        return settle("ack", id);
    }

    @Command(name = "reply", description = "Answers the question or the letter of an agent.")
    int reply(
            @Parameters(paramLabel = "ID", description = "A question, or a letter to you.")
                    String id,
            @Parameters(paramLabel = "WORDS", arity = "1..*", description = "Your answer.")
                    List<String> words) {
        Check.that(
                id.chars().noneMatch(Character::isWhitespace),
                "An id is one word, such as hq-q-7x2; found '%s'.",
                id);
        return Heard.sayLine(call.town(), "reply " + id + " " + String.join(" ", words))
                .print(call.screen());
    }

    @Command(
            name = "nudge",
            description =
                    "Tells an agent to look again; the answer says when it hears it. It carries no"
                            + " state: say what is new in a comment or a letter.")
    int nudge(@Mixin Telling telling) {
        return Heard.sayLine(call.town(), telling.line("nudge")).print(call.screen());
    }

    @Command(
            name = "handoff",
            description =
                    "Asks an agent to go on in a fresh session: it writes a summary, which the next"
                            + " session is told.")
    int handoff(@Mixin Telling telling) {
        return Heard.sayLine(call.town(), telling.line("handoff")).print(call.screen());
    }

    private int settle(String verb, String id) {
        return Heard.say(call.town(), verb, List.of(id)).print(call.screen());
    }
}
