package dev.townhall.core.tool;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mail.Letter;
import dev.townhall.core.mail.Mail;
import dev.townhall.core.nudge.Nudge;
import dev.townhall.core.nudge.Nudges;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Letters and nudges. An agent writes to the people and agents of its rig and to the mayor; the
/// mayor writes to everyone. The same agents can be nudged.
final class MailTools {
    private static final int SHOWN_MAX = 10;

    private MailTools() {}

    static List<Tool> all() {
        return List.of(
                Tool.writes(
                        "mail_send",
                        "Write a durable letter to an agent of your rig, the mayor or a person.",
                        Fields.of(
                                new Field.Text(
                                        "to",
                                        "mayor, overseer/ada, shop/polecats/nux or nux",
                                        1,
                                        200,
                                        true),
                                new Field.Text(
                                        "subject", "one line", 1, Mail.SUBJECT_CHARS_MAX, true),
                                new Field.Text("body", "the letter", 1, 8_000, true),
                                new Field.Text("about", "a bead's id", 1, 255, false),
                                new Field.Text("reply_to", "the letter it answers", 1, 255, false)),
                        Tool.EVERYONE,
                        MailTools::send),
                Tool.writes(
                        "mail_inbox",
                        "Your unread letters, which are then read. `ack` those you are done with.",
                        Fields.of(
                                new Field.Flag("all", "also letters read before"),
                                new Field.Texts("ack", "ids of letters", 50, 255)),
                        Tool.EVERYONE,
                        MailTools::inbox),
                Tool.writes(
                        "nudge",
                        "Tell an agent to look again: at its hook, its mail. It carries no state;"
                                + " what is new must stand in the town before.",
                        Fields.of(
                                new Field.Text("agent", "shop/polecats/nux or nux", 1, 200, true),
                                new Field.Choice(
                                        "mode",
                                        "queue: with its next turn; after-turn: a turn of its own;"
                                                + " interrupt: at once, mayor only",
                                        Arrays.stream(Nudge.Mode.values())
                                                .map(Nudge.Mode::word)
                                                .toList(),
                                        false),
                                new Field.Text(
                                        "reason", "a line", 0, Nudges.REASON_CHARS_MAX, false)),
                        Tool.SEEING,
                        MailTools::nudge));
    }

    private static String send(Transaction tx, Tool.Call call) {
        Reach reach = Reach.of(tx, call);
        Actor to = recipient(tx, reach, call.with().text("to").strip());
        Optional<BeadId> about = call.with().find("about").map(id -> reach.seen(id).id());
        Optional<BeadId> replyTo = call.with().find("reply_to").map(id -> mine(tx, call, id));
        BeadId id =
                Mail.send(
                        tx,
                        new Mail.Draft(
                                to,
                                Sanitizer.line(call.with().text("subject")),
                                Sanitizer.text(call.with().text("body")),
                                about,
                                replyTo));
        return "Sent %s to %s.".formatted(id, to);
    }

    private static String nudge(Transaction tx, Tool.Call call) {
        String named = call.with().text("agent").strip();
        Agent agent =
                worker(tx, Reach.of(tx, call), named)
                        .orElseThrow(() ->
                                TownException.notFound(
                                        "No agent you can nudge is called '%s'. Name it as shop/polecats/nux."
                                                .formatted(named)));
        if (agent.beadId().equals(call.who().agentBead())) {
            throw TownException.badInput("That is you: you look now.");
        }
        Nudge.Mode mode =
                call.with().find("mode").flatMap(Nudge.Mode::of).orElse(Nudge.Mode.OF_AGENTS);
        if (mode == Nudge.Mode.INTERRUPT && call.who().role() != AgentRole.MAYOR) {
            throw TownException.forbidden(
                    "A %s cannot end another's turn. Nudge with after-turn."
                            .formatted(call.who().role().word()));
        }
        Nudge nudge =
                Nudges.queue(
                        tx,
                        new Nudges.Draft(
                                agent.beadId(),
                                mode,
                                Sanitizer.line(call.with().text("reason")),
                                false,
                                Optional.empty(),
                                Optional.of(call.who().agentBead())));
        return "Nudged %s. %s".formatted(agent.actor(), Nudges.outlook(tx, agent.beadId(), nudge));
    }

    private static String inbox(Transaction tx, Tool.Call call) {
        Reach.of(tx, call).needTown("Your mail");
        StringBuilder text = new StringBuilder();
        List<BeadId> acked =
                call.with().texts("ack").stream().distinct().map(id -> mine(tx, call, id)).toList();
        acked.forEach(id -> Mail.ack(tx, id));
        if (!acked.isEmpty()) {
            text.append("Acked %s.\n".formatted(acked.size()));
        }
        Actor me = call.who().agent();
        List<Bead> letters = call.with().flag("all") ? Mail.inbox(tx, me) : Mail.unread(tx, me);
        if (letters.isEmpty()) {
            return text.append(call.with().flag("all") ? "No letters." : "No unread letters.")
                    .toString();
        }
        for (Bead bead : letters.stream().limit(SHOWN_MAX).toList()) {
            text.append(letter(bead, Mail.get(tx, bead.id())));
            Mail.read(tx, bead.id());
        }
        if (letters.size() > SHOWN_MAX) {
            text.append("%s more: call again.\n".formatted(letters.size() - SHOWN_MAX));
        }
        return text.toString();
    }

    private static String letter(Bead bead, Letter letter) {
        String head =
                "%s from %s at %s%s%s\nsubject: %s\n"
                        .formatted(
                                bead.id(),
                                letter.from(),
                                Said.at(letter.sent()),
                                letter.about().map(it -> ", about " + it).orElse(""),
                                letter.replyTo().map(it -> ", answers " + it).orElse(""),
                                Said.line(bead.title()));
        return head + Said.of("letter", letter.from().text(), bead.description());
    }

    /// A letter in the caller's own mailbox; others do not exist for it.
    private static BeadId mine(LedgerView view, Tool.Call call, String id) {
        Optional<Bead> bead =
                BeadId.isWellFormed(id) ? view.find(new BeadId(id)) : Optional.empty();
        return bead.filter(it -> it.assignee().equals(call.who().agent().text()))
                .filter(it -> Letter.ASPECT.of(it).isPresent())
                .map(Bead::id)
                .orElseThrow(() ->
                        TownException.notFound(
                                "There is no letter '%s' in your mailbox."
                                        .formatted(id.length() > 60 ? id.substring(0, 60) : id)));
    }

    private static Actor recipient(LedgerView view, Reach reach, String to) {
        if (to.equals("mayor")) {
            return Actor.MAYOR;
        }
        return person(view, reach, to)
                .or(() -> agent(view, reach, to))
                .orElseThrow(() ->
                        TownException.notFound(
                                ("Nobody you can write to is called '%s'. Write to mayor, to a"
                                                + " person as overseer/ada, or to an agent as"
                                                + " shop/polecats/nux.")
                                        .formatted(to.length() > 60 ? to.substring(0, 60) : to)));
    }

    private static Optional<Actor> person(LedgerView view, Reach reach, String to) {
        return People.all(view).stream()
                .filter(person -> to.equals(person.actor().text()))
                .filter(person -> mayRead(reach, person))
                .map(Person::actor)
                .findFirst();
    }

    private static boolean mayRead(Reach reach, Person person) {
        return reach.who()
                .rig()
                .map(rig -> person.roleIn(rig).covers(Role.VIEWER))
                .orElse(reach.who().role() == AgentRole.MAYOR || person.role().covers(Role.VIEWER));
    }

    private static Optional<Actor> agent(LedgerView view, Reach reach, String to) {
        return worker(view, reach, to).map(Agent::actor);
    }

    private static Optional<Agent> worker(LedgerView view, Reach reach, String to) {
        return Roster.all(view).stream()
                .filter(agent -> reach.covers(agent.rig()))
                .filter(agent ->
                        to.equals(agent.actor().text())
                                || (reach.who().rig().isPresent() && to.equals(agent.name())))
                .findFirst();
    }
}
