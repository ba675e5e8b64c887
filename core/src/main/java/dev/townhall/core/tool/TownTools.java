package dev.townhall.core.tool;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.ConvoyCard;
import dev.townhall.core.chat.Places;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Plan;
import dev.townhall.core.convoy.PlanText;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.convoy.Tasks;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.question.Questions;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.talk.Message;
import dev.townhall.core.talk.Talks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What those need who talk with people: how the town stands, and plans.
final class TownTools {
    private static final List<AgentRole> TALKING =
            Tool.EVERYONE.stream().filter(AgentRole::talks).toList();
    private static final int LISTED_MAX = 15;
    private static final int CARD_CHARS_MAX = 6_000;

    private TownTools() {}

    static List<Tool> all(Credentials credentials, Tools.Launch launch) {
        return List.of(
                Tool.reads(
                        "status",
                        "How things stand: rigs, open convoys, who works on what, what waits for"
                                + " people; or one convoy with its beads.",
                        Fields.of(new Field.Text("convoy", "a convoy's id", 1, 255, false)),
                        TALKING,
                        TownTools::status),
                Tool.writes(
                        "plan",
                        "Make a plan card of a list: one item a line, details indented below it."
                                + " A person launches it by its button.",
                        Fields.of(
                                new Field.Text(
                                        "text",
                                        "- [ ] First\\n- [ ] Second  after: 1",
                                        1,
                                        32_000,
                                        true),
                                new Field.Text("rig", "which rig", 1, 40, false)),
                        TALKING,
                        (tx, call) -> plan(tx, call, credentials, launch)));
    }

    private static String status(LedgerView view, Tool.Call call) {
        Reach reach = Reach.of(view, call);
        Optional<String> id = call.with().find("convoy");
        if (id.isPresent()) {
            Bead convoy = reach.seen(id.get());
            if (Convoy.ASPECT.of(convoy).isEmpty()) {
                throw TownException.badInput(convoy.id() + " is no convoy: see it with `show`.");
            }
            return Said.of(
                    "Card of " + convoy.id(),
                    "the town",
                    cut(PlainText.of(ConvoyCard.of(view, convoy.id()))));
        }
        StringBuilder text = new StringBuilder();
        List<Rig> rigs = Rigs.list(view).stream().filter(rig -> reach.covers(rig.name())).toList();
        if (rigs.isEmpty()) {
            return "There is no rig that you can see.";
        }
        rigs.forEach(rig -> text.append(rig(view, rig)));
        text.append(convoys(view, reach));
        text.append(people(view, reach));
        return text.toString();
    }

    private static String rig(LedgerView view, Rig rig) {
        StringBuilder text = new StringBuilder();
        text.append(
                "Rig %s: %s, %s ready, %s in the merge queue\n"
                        .formatted(
                                rig.name(),
                                rig.state().name().toLowerCase(Locale.ROOT),
                                view.ready(Integer.MAX_VALUE).stream()
                                        .filter(bead -> isOf(view, bead, rig))
                                        .count(),
                                MergeRequests.open(view, rig.name()).size()));
        Roster.all(view).stream()
                .filter(agent -> agent.rig().equals(rig.name()))
                .forEach(agent -> {
                    if (Hooks.of(view, agent.beadId()) instanceof Hook.Loaded loaded) {
                        text.append(
                                "  %s works on %s, try %s, since %s\n"
                                        .formatted(
                                                agent.actor(),
                                                loaded.bead(),
                                                loaded.attempt(),
                                                Said.at(loaded.since())));
                    }
                });
        return text.toString();
    }

    private static boolean isOf(LedgerView view, Bead bead, Rig rig) {
        return Places.rigOf(view, bead).equals(Optional.of(rig.name()));
    }

    private static String convoys(LedgerView view, Reach reach) {
        List<String> lines = new ArrayList<>();
        for (Bead bead : Convoys.list(view)) {
            Convoy convoy = Convoys.get(view, bead.id());
            boolean over =
                    convoy.state() == Convoy.State.LANDED || convoy.state() == Convoy.State.DROPPED;
            if (!over && reach.covers(convoy.rig())) {
                lines.add(
                        "%s %s: %s, %s, rig %s"
                                .formatted(
                                        bead.id(),
                                        Said.line(bead.title()),
                                        convoy.paused()
                                                ? "paused"
                                                : convoy.state().name().toLowerCase(Locale.ROOT),
                                        Tally.of(view, convoy),
                                        convoy.rig()));
            }
        }
        return listed("Convoys", lines);
    }

    /// What only people can settle.
    private static String people(LedgerView view, Reach reach) {
        List<String> lines =
                Stream.of(Approvals.pending(view), Questions.open(view), Escalations.open(view))
                        .flatMap(List::stream)
                        .filter(bead -> Places.rigOf(view, bead).filter(reach::covers).isPresent())
                        .map(bead -> bead.id() + " " + Said.line(bead.title()))
                        .toList();
        return listed("Waits for people", lines);
    }

    private static String listed(String heading, List<String> lines) {
        if (lines.isEmpty()) {
            return heading + ": nothing\n";
        }
        StringBuilder text = new StringBuilder(heading + ":\n");
        lines.stream()
                .limit(LISTED_MAX)
                .forEach(line -> text.append("  ").append(line).append('\n'));
        if (lines.size() > LISTED_MAX) {
            text.append("  and ").append(lines.size() - LISTED_MAX).append(" more\n");
        }
        return text.toString();
    }

    private static String plan(
            Transaction tx, Tool.Call call, Credentials credentials, Tools.Launch launch) {
        Rig rig = Reach.of(tx, call).rig(call.with().find("rig").or(() -> here(tx, call)));
        String written = Sanitizer.code(call.with().text("text"));
        Plan plan = PlanText.require(written, 0);
        for (Plan.Item ignored : plan.items()) {
            if (credentials.countMade(call.who()) >= BeadTools.MADE_IN_A_SESSION_MAX) {
                throw new TownException(
                        ErrorCode.LIMIT,
                        "You made %s beads in this session; that is the most. Tell a person the rest."
                                .formatted(BeadTools.MADE_IN_A_SESSION_MAX));
            }
        }
        BeadId id = Convoys.stage(tx, rig.name(), plan, written, owner(tx, call));
        for (BeadId bead : Convoys.get(tx, id).beads()) {
            if (Tasks.runsCommands(tx.get(bead))) {
                throw TownException.forbidden(
                        "An agent's plan carries no commands: say in words what is to be done. A person can add commands to the plan by editing it.");
            }
        }
        String text =
                "Planned as %s with %s beads: its card is in #%s."
                        .formatted(id, Convoys.get(tx, id).beads().size(), rig.name());
        if (launch == Tools.Launch.BY_PEOPLE) {
            return text + " Nothing runs before a person launches it there. Say so, and end.";
        }
        Convoys.launch(tx, id);
        return text + " It is launched: this town lets agents do that.";
    }

    private static Optional<String> here(LedgerView view, Tool.Call call) {
        return view.find(call.who().agentBead())
                .flatMap(bead -> Places.rigOf(view, bead))
                .map(Object::toString);
    }

    /// Whoever wanted it, who is told when it lands.
    private static Actor owner(LedgerView view, Tool.Call call) {
        return Talks.find(view, call.who().agentBead()).stream()
                .flatMap(talk -> talk.answering().stream())
                .map(Message::by)
                .findFirst()
                .orElse(call.who().agent());
    }

    private static String cut(String text) {
        return text.length() <= CARD_CHARS_MAX ? text : text.substring(0, CARD_CHARS_MAX) + "…";
    }
}
