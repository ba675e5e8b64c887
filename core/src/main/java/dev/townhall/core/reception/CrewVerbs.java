package dev.townhall.core.reception;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Words;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.CrewNames;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.talk.Message;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who is in the crew, and that one of them is to stop.
public final class CrewVerbs {
    /// What a member does who does nothing.
    public static final String IDLE = "idle";

    /// What a member does who is being removed.
    public static final String LEAVING = "leaving";

    private CrewVerbs() {}

    static Answer list(Asked asked) {
        List<Agent> crew = seen(asked);
        if (crew.isEmpty()) {
            return Answer.line(
                    "Nobody is in the crew here yet. On the terminal: gt crew add NAME.");
        }
        List<Card.Row> rows =
                crew.stream()
                        .map(member ->
                                Lists.row(
                                        "@" + member.name(),
                                        does(asked.tx(), member),
                                        "%s, branch %s"
                                                .formatted(
                                                        member.rig(), CrewMember.branch(member))))
                        .toList();
        return Answer.of(Lists.card(Words.count(rows.size(), "member"), rows));
    }

    /// What a member does now, in a few words.
    public static String does(LedgerView view, Agent member) {
        if (Crews.member(view, member.beadId()).filter(CrewMember::isLeaving).isPresent()) {
            return LEAVING;
        }
        Optional<Talk> talk = Talks.find(view, Talks.beadId(thread(member).key()));
        if (talk.isEmpty() || talk.get().isDone()) {
            return IDLE;
        }
        List<String> people =
                talk.get().unanswered().stream()
                        .map(Message::by)
                        .map(Actor::shortName)
                        .distinct()
                        .toList();
        return (talk.get().answering().isEmpty() ? "is to answer " : "answers ")
                + String.join(", ", people);
    }

    /// Where people talk with a member.
    public static Conversation thread(Agent member) {
        return new Conversation.CrewThread(member.beadId());
    }

    static Answer stop(Asked asked, Optional<String> name) {
        Agent member = member(asked, name);
        asked.need(Role.OPERATOR, member.rig(), "stopping " + member.name());
        var bead = Talks.beadId(thread(member).key());
        boolean busy = Talks.find(asked.tx(), bead).filter(it -> !it.isDone()).isPresent();
        Talks.stop(asked.tx(), bead);
        return Answer.line(
                busy
                        ? "%s is stopped; what it did so far stays in its tree."
                                .formatted(member.name())
                        : "%s had nothing to do.".formatted(member.name()),
                member.beadId());
    }

    /// The member named, else the one of this thread.
    private static Agent member(Asked asked, Optional<String> typed) {
        List<Agent> seen = seen(asked);
        if (typed.isEmpty()) {
            return seen.stream()
                    .filter(member -> thread(member).equals(asked.where()))
                    .findFirst()
                    .orElseThrow(() ->
                            TownException.badInput("Who is to stop? Say it so: crew stop max."));
        }
        return CrewNames.find(seen, typed.get());
    }

    /// Refuses a message to somebody whom nobody knows, where there is a crew that could be meant.
    static void refuseStranger(Asked asked, String name) {
        String low = name.toLowerCase(Locale.ROOT);
        List<Agent> seen = seen(asked);
        if (!seen.isEmpty()
                && (low.equals("nobody") || !Crews.isReserved(low))
                && People.find(asked.tx(), low).isEmpty()
                && People.find(asked.tx(), name).isEmpty()) {
            throw CrewNames.nobody(name, seen);
        }
    }

    private static List<Agent> seen(Asked asked) {
        Optional<RigName> here = asked.impliedRig();
        return Crews.all(asked.tx()).stream()
                .filter(member -> here.map(member.rig()::equals).orElse(true))
                .filter(member -> asked.person().roleIn(member.rig()).covers(Role.VIEWER))
                .toList();
    }
}
