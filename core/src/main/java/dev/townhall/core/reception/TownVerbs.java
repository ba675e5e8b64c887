package dev.townhall.core.reception;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Words;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The town as a whole.
final class TownVerbs {
    /// At most 15 lines on any network.
    static final List<String> HELP =
            List.of(
                    "Write a list in a rig's channel and it becomes a plan:",
                    "  - [ ] Add the parser",
                    "  - [ ] Add the printer  after: 1",
                    "launch, edit, drop: in the plan's thread, or with its id: launch hq-cv-3f9ab",
                    "pause, resume: an open convoy",
                    "status, status hq-cv-3f9ab, convoy list, show sh-7x2kq",
                    "new Fix the login page, then sling, edit or drop sh-7x2kq",
                    "ready, rigs, agents, mq list, cost, whoami",
                    "inbox: what waits for you; reply hq-q-3f9ab <words>: a question, a letter",
                    "approve, always, deny: a merge, or what an agent asks for",
                    "retry, drop, ack: what got stuck; mq retry or mq reject sh-7x2kq <why>",
                    "nudge nux, handoff nux: it looks again, or goes on in a fresh session",
                    "seance sh-7x2kq <question>: asks the session that worked on it",
                    "@max <words>: talk with max of the crew; crew, crew stop max");

    private TownVerbs() {}

    static Answer help() {
        return Answer.of(
                new Card(
                        "What you can say",
                        Card.Tone.PLAIN,
                        List.of(),
                        Optional.empty(),
                        List.of(new Card.Code("", String.join("\n", HELP))),
                        List.of(),
                        "What you can say: write a list to plan, then launch it."));
    }

    static Answer status(Asked asked) {
        List<Card.Row> convoys = new ArrayList<>();
        int working = 0;
        for (Bead bead : asked.convoys()) {
            Convoy convoy = Convoys.get(asked.tx(), bead.id());
            if (convoy.state() == Convoy.State.OPEN || convoy.state() == Convoy.State.STAGED) {
                convoys.add(
                        Lists.row(
                                bead.id().text(),
                                bead.title(),
                                "%s %s"
                                        .formatted(
                                                convoy.paused()
                                                        ? "paused"
                                                        : Words.lower(convoy.state()),
                                                Tally.of(asked.tx(), convoy))));
            }
        }
        List<Agent> agents = agents(asked, Optional.empty());
        for (Agent agent : agents) {
            working += Hooks.of(asked.tx(), agent.beadId()) instanceof Hook.Loaded ? 1 : 0;
        }
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("polecats", working + " of " + agents.size() + " working"));
        fields.add(new Card.Field("waiting for people", String.valueOf(waiting(asked))));
        int findings = Patrol.findings(asked.tx()).size();
        if (findings > 0 && asked.person().role() == Role.OWNER) {
            fields.add(new Card.Field("findings", String.valueOf(findings)));
        }
        String title =
                convoys.isEmpty()
                        ? "Nothing is under way"
                        : Words.count(convoys.size(), "convoy") + " under way";
        List<Card.Block> body = convoys.isEmpty() ? List.of() : List.of(new Card.Rows("", convoys));
        return Answer.of(Lists.card(title, fields, body));
    }

    private static long waiting(Asked asked) {
        long approvals =
                Approvals.pending(asked.tx()).stream()
                        .flatMap(bead -> Approval.ASPECT.of(bead).stream())
                        .filter(it -> concerns(asked, it.rig()))
                        .count();
        long escalations =
                Escalations.open(asked.tx()).stream()
                        .flatMap(bead -> Escalation.ASPECT.of(bead).stream())
                        .filter(it -> concerns(asked, it.rig()))
                        .count();
        return approvals + escalations;
    }

    static Answer rigs(Asked asked) {
        List<Rig> rigs = asked.visibleRigs();
        if (rigs.isEmpty()) {
            return Answer.line(
                    "There is no rig yet. On the terminal: gt rig add <name> <path or URL>.");
        }
        List<Card.Row> rows =
                rigs.stream()
                        .map(rig ->
                                Lists.row(
                                        rig.name().text(),
                                        Words.lower(rig.state()),
                                        rig.problem().isEmpty()
                                                ? "into %s, prefix %s, %s%s"
                                                        .formatted(
                                                                rig.target().isEmpty()
                                                                        ? "?"
                                                                        : rig.target(),
                                                                rig.prefix(),
                                                                Words.count(
                                                                        rig.gates().size(), "gate"),
                                                                rig.shell()
                                                                        ? ", commands allowed"
                                                                        : "")
                                                : rig.problem()))
                        .toList();
        return Answer.of(Lists.card(Words.count(rows.size(), "rig"), rows));
    }

    static Answer agents(Asked asked, Verb.Agents verb) {
        Optional<RigName> only =
                verb.rig().isPresent()
                        ? Optional.of(asked.rig(verb.rig()).name())
                        : asked.impliedRig();
        List<Agent> agents = agents(asked, only);
        if (agents.isEmpty()) {
            return Answer.line("Nobody has worked here yet.");
        }
        List<Card.Row> rows = new ArrayList<>();
        for (Agent agent : agents) {
            String doing =
                    Hooks.of(asked.tx(), agent.beadId()) instanceof Hook.Loaded loaded
                            ? "on "
                                    + loaded.bead()
                                    + (loaded.attempt() > 1 ? ", try " + loaded.attempt() : "")
                            : "idle";
            rows.add(
                    Lists.row(
                            agent.name(),
                            doing,
                            "%s, %s merged, %s sent back"
                                    .formatted(agent.rig(), agent.merged(), agent.reworked())));
        }
        return Answer.of(Lists.card(Words.count(rows.size(), "polecat"), rows));
    }

    static Answer whoami(Asked asked) {
        String rigs =
                asked.person().rigRoles().entrySet().stream()
                        .map(entry -> Words.lower(entry.getValue()) + " on " + entry.getKey())
                        .collect(Collectors.joining(", "));
        return Answer.line(
                "You are %s: %s%s."
                        .formatted(
                                asked.person().name(),
                                asked.person().role() == Role.NONE
                                        ? "no role in the town"
                                        : Words.lower(asked.person().role()),
                                rigs.isEmpty() ? "" : ", " + rigs));
    }

    private static List<Agent> agents(Asked asked, Optional<RigName> only) {
        return Roster.all(asked.tx()).stream()
                .filter(agent -> agent.role() != AgentRole.CREW)
                .filter(agent -> only.map(agent.rig()::equals).orElse(true))
                .filter(agent -> concerns(asked, agent.rig()))
                .toList();
    }

    private static boolean concerns(Asked asked, RigName rig) {
        return asked.person().roleIn(rig).covers(Role.VIEWER)
                && asked.impliedRig().map(rig::equals).orElse(true);
    }
}
