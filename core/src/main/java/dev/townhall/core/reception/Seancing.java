package dev.townhall.core.reception;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.person.Role;
import dev.townhall.core.talk.Message;
import dev.townhall.core.talk.Seance;
import dev.townhall.core.talk.Seances;
import dev.townhall.core.talk.Talks;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Questions to past sessions: what is asked is kept until it is answered, and the post of the
/// answer stands at once.
final class Seancing {
    private static final Pattern SESSION =
            Pattern.compile("^--session[ =]+([0-9]{1,6})(?:\\s+|$)", Pattern.DOTALL);

    private final Posts posts;

    Seancing(Posts posts) {
        this.posts = posts;
    }

    /// @param post the key of the message that asks
    Answer ask(Asked asked, Verb.Seance verb, String post) {
        String typed =
                verb.about()
                        .orElseThrow(() ->
                                TownException.badInput(
                                        "seance takes a bead or an agent, and a question: seance sh-7x2kq why is there a cache?"));
        Optional<Integer> session = Optional.empty();
        String question = verb.rest().strip();
        Matcher option = SESSION.matcher(question);
        if (option.find()) {
            session = Optional.of(Integer.valueOf(option.group(1)));
            question = question.substring(option.end()).strip();
        }
        Check.that(
                !question.startsWith("--"),
                "seance knows --session, which counts from 1: seance nux --session 2 why?");
        Check.that(
                !question.isEmpty(),
                "seance takes a question: seance %s why is there a cache?",
                typed);
        Meant meant = meant(asked, typed);
        asked.need(Role.OPERATOR, meant.agent().rig(), "asking a past session");
        Seance seance =
                new Seance(meant.agent().rig(), meant.agent().actor(), meant.bead(), session);
        Message message = new Message(post, asked.person().actor(), question, asked.tx().now());
        Talks.Heard heard =
                Seances.ask(asked.tx(), asked.where().key(), seance, meant.agent().role(), message);
        if (heard.first()) {
            posts.say(
                    asked.tx(),
                    heard.answerKey(),
                    asked.where(),
                    seance.voice(),
                    Post.Urgency.NEWS,
                    note(seance, heard.busy()));
        }
        return Answer.line(
                        "Asked %s: the answer comes in %s."
                                .formatted(whose(seance), asked.where().key()),
                        heard.talk())
                .unposted();
    }

    /// Whose session is meant, and on what.
    private record Meant(Agent agent, Optional<BeadId> bead) {}

    private static Meant meant(Asked asked, String typed) {
        if (asked.agents().isAny(typed) || typed.contains("/") || typed.startsWith("@")) {
            return new Meant(
                    NudgeVerbs.agent(asked, Optional.of(typed), "seance"), Optional.empty());
        }
        Bead bead = asked.bead(typed);
        return new Meant(worker(asked, bead), Optional.of(bead.id()));
    }

    private static Agent worker(Asked asked, Bead bead) {
        List<Actor> worker =
                Work.ASPECT
                        .of(bead)
                        .filter(work -> !work.lastWorker().isEmpty())
                        .map(work -> Actor.polecat(work.rig(), work.lastWorker()))
                        .stream()
                        .toList();
        return Roster.all(asked.tx()).stream()
                .filter(agent -> worker.contains(agent.actor()))
                .findFirst()
                .orElseThrow(() ->
                        TownException.wrongState(
                                "Nobody has worked on %s, so nobody can be asked about it."
                                        .formatted(bead.id())));
    }

    private static String whose(Seance seance) {
        return seance.agent() + seance.bead().map(bead -> " on " + bead).orElse("");
    }

    private static Card note(Seance seance, boolean busy) {
        String text =
                busy
                        ? "I answer after the one above."
                        : "Asking the session of %s …".formatted(whose(seance));
        return new Card(
                "",
                Card.Tone.WORKING,
                List.of(),
                Optional.empty(),
                List.of(new Card.Text(text)),
                List.of(),
                text);
    }
}
