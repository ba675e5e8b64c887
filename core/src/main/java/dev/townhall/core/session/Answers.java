package dev.townhall.core.session;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import java.util.List;
import java.util.Optional;

/// The posts in which agents answer: each is one post from the note that it was heard to its last
/// word.
final class Answers {
    private static final String WORKING = "Working on it …";

    private final Posts posts;

    Answers(Posts posts) {
        this.posts = posts;
    }

    /// A turn begins.
    void working(Transaction tx, BeadId bead, Talk talk) {
        say(tx, bead, talk, Post.Urgency.STATUS, Card.Tone.WORKING, WORKING);
    }

    /// The words so far.
    void words(Transaction tx, BeadId bead, Talk talk, String text) {
        say(tx, bead, talk, Post.Urgency.STATUS, Card.Tone.WORKING, text + " …");
    }

    /// It waits, and what for.
    void waits(Transaction tx, BeadId bead, Talk talk, String why) {
        say(tx, bead, talk, Post.Urgency.NEWS, Card.Tone.WAITING, why);
    }

    /// The last words of the agent: with them it has answered.
    void said(Transaction tx, BeadId bead, String text) {
        Talk talk = Talks.conclude(tx, bead, true);
        say(tx, bead, talk, Post.Urgency.NEWS, Card.Tone.PLAIN, text);
    }

    /// That there is no answer, and why: with that it has one.
    void failed(Transaction tx, BeadId bead, String why) {
        Talk talk = Talks.conclude(tx, bead, false);
        say(tx, bead, talk, Post.Urgency.NEWS, Card.Tone.BAD, why);
    }

    /// That somebody stopped it, in place of the answers to what was said before.
    ///
    /// @param said the words so far of the one under way
    void stopped(Transaction tx, BeadId bead, String said, Actor by) {
        String why = "Stopped by %s.".formatted(by.shortName());
        String words = said.isEmpty() ? why : said + "\n\n" + why;
        while (Talks.get(tx, bead).stops() > 0) {
            failed(tx, bead, words);
            words = why;
        }
        Talks.stopped(tx, bead);
    }

    private void say(
            Transaction tx,
            BeadId bead,
            Talk talk,
            Post.Urgency urgency,
            Card.Tone tone,
            String text) {
        Card card =
                new Card(
                        "",
                        tone,
                        List.of(),
                        Optional.empty(),
                        List.of(new Card.Text(text)),
                        List.of(),
                        text);
        posts.say(
                tx,
                talk.answerKey(bead),
                Conversation.parse(talk.conversation()),
                talk.agent(),
                urgency,
                card);
    }
}
