package dev.townhall.core.reception;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import dev.townhall.core.rig.Rigs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Where messages of people come in, from every network and the terminal. Finds out who speaks and
/// what is meant, carries it out, and answers, all in one ledger transaction: a message is heard
/// with its consequences, or not at all. Thread-safe.
///
/// A message that cannot be carried out changes nothing and gets one clear line in the place it
/// came from. The same message heard twice is heard once. On the network `cli` the answer is only
/// returned, not posted, and what is typed into an inbox is not kept as a message.
public final class Reception {
    public static final int TEXT_BYTES_MAX = 256 * 1024;
    private static final String TERMINAL = "cli";
    private static final int KEPT_OF_REFUSED_CHARS = 500;
    private static final int STRANGER_CHARS_MAX = 80;

    private final Ledger ledger;
    private final Posts posts;
    private final Talking talking;
    private final CrewTalk crew;
    private final Seancing seancing;

    public Reception(Ledger ledger, Posts posts) {
        this.ledger = ledger;
        this.posts = posts;
        this.talking = new Talking(posts);
        this.crew = new CrewTalk(posts);
        this.seancing = new Seancing(posts);
    }

    /// What came of a message.
    public sealed interface Reply {
        /// It was carried out; `card` is the answer, fit to be shown.
        ///
        /// @param about the beads it made, changed or was asked about
        record Said(Card card, List<BeadId> about) implements Reply {}

        /// It changed nothing; `text` says why, fit to be shown.
        record Refused(ErrorCode code, String text) implements Reply {}

        /// It was heard before.
        record Duplicate() implements Reply {}
    }

    public Reply receive(Inbound inbound) {
        Optional<Person> person = ledger.read(view -> speaker(view, inbound));
        Optional<String> nowhere = ledger.read(view -> nowhere(view, inbound, person));
        if (nowhere.isPresent()) {
            return new Reply.Refused(ErrorCode.NOT_FOUND, Sanitizer.text(nowhere.get()));
        }
        if (person.isEmpty()) {
            return ledger.write(stranger(inbound), tx -> turnAway(tx, inbound));
        }
        Actor actor = person.get().actor();
        if (inbound.text().getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX) {
            return refuse(actor, inbound, tooLong(inbound.text()));
        }
        try {
            return ledger.write(actor, tx -> hear(tx, inbound));
        } catch (TownException e) {
            if (e.code() == ErrorCode.UNAVAILABLE || e.code() == ErrorCode.BUG) {
                throw e;
            }
            return refuse(actor, inbound, e);
        }
    }

    private Reply hear(Transaction tx, Inbound inbound) {
        if (tx.post(inKey(inbound)).isPresent()) {
            return new Reply.Duplicate();
        }
        Person person =
                speaker(tx, inbound)
                        .orElseThrow(
                                () -> TownException.forbidden("You are not known here any more."));
        Asked asked = new Asked(tx, person, inbound.conversation());
        Verb verb = VerbParser.parse(inbound.text());
        Optional<CrewTalk.Said> said = CrewTalk.to(asked, verb, inbound.text());
        if (said.isEmpty()) {
            VerbParser.mustBeOne(inbound.text());
        }
        boolean talk = said.isPresent() || Talking.isTalk(asked, verb, inbound.text());
        said.ifPresent(it -> crew.open(asked, it));
        if (talk || verb instanceof Verb.Seance) {
            posts.heard(tx, inKey(inbound), inbound.conversation(), person.actor(), inbound.text());
        } else {
            keep(tx, inbound, person.actor(), inbound.text());
        }
        Answer answer =
                said.isPresent()
                        ? crew.hear(asked, inKey(inbound), said.get(), inbound.text())
                        : talk
                                ? talking.hear(asked, inKey(inbound), inbound.text())
                                : carriedOut(asked, verb, inKey(inbound));
        if (answer.posted()) {
            String key = said.isPresent() ? outKey(inbound) : answerKey(asked, inbound, verb);
            answer(tx, inbound, key, answer.card());
        }
        Card card =
                inbound.network().equals(TERMINAL)
                        ? Dialect.terminal(answer.card())
                        : answer.card();
        return new Reply.Said(Sanitizer.card(card), answer.about());
    }

    private Answer carriedOut(Asked asked, Verb verb, String post) {
        return verb instanceof Verb.Seance seance
                ? seancing.ask(asked, seance, post)
                : Desk.carryOut(asked, verb);
    }

    /// Some things are said once in a conversation: by the key of the post that says them.
    private static String answerKey(Asked asked, Inbound inbound, Verb verb) {
        if (!(verb instanceof Verb.Talk talk)
                || Mayor.misspelt(talk).isPresent()
                || Talking.isWithAgent(asked.tx())) {
            return outKey(inbound);
        }
        if (asked.tx().post(Mayor.agentKey(asked)).isEmpty()) {
            return Mayor.agentKey(asked);
        }
        boolean aloud = !talk.addressed() && !Mayor.isSaidThisHour(asked);
        return aloud ? Mayor.onceKey(asked) : outKey(inbound);
    }

    /// Nothing of the message was carried out: only that it was said, and why it was refused.
    private Reply refuse(Actor actor, Inbound inbound, TownException why) {
        String said = String.valueOf(why.getMessage());
        String text =
                Sanitizer.text(inbound.network().equals(TERMINAL) ? Dialect.terminal(said) : said);
        return ledger.write(
                actor,
                tx -> {
                    if (tx.post(inKey(inbound)).isPresent()) {
                        return new Reply.Duplicate();
                    }
                    keep(
                            tx,
                            inbound,
                            actor,
                            Sanitizer.shortened(inbound.text(), TEXT_BYTES_MAX / 4));
                    answer(tx, inbound, outKey(inbound), Card.line(text));
                    return new Reply.Refused(why.code(), text);
                });
    }

    /// Somebody unknown: one answer an hour in a conversation, and nothing done.
    private Reply turnAway(Transaction tx, Inbound inbound) {
        if (tx.post(inKey(inbound)).isPresent()) {
            return new Reply.Duplicate();
        }
        String text = unknown(inbound);
        keep(tx, inbound, tx.actor(), Sanitizer.shortened(inbound.text(), KEPT_OF_REFUSED_CHARS));
        long hour = tx.now().getEpochSecond() / 3_600;
        String key = "stranger:" + tx.actor() + ":" + inbound.conversation().key() + ":" + hour;
        if (tx.post(key).isEmpty()) {
            answer(tx, inbound, key, Card.line(text));
        }
        return new Reply.Refused(ErrorCode.FORBIDDEN, Sanitizer.text(text));
    }

    private void keep(Transaction tx, Inbound inbound, Actor actor, String text) {
        boolean atTerminal = inbound.network().equals(TERMINAL);
        if (!atTerminal || !(inbound.conversation() instanceof Conversation.Inbox)) {
            posts.heard(tx, inKey(inbound), inbound.conversation(), actor, text);
        }
    }

    private void answer(Transaction tx, Inbound inbound, String key, Card card) {
        if (!inbound.network().equals(TERMINAL)) {
            posts.say(tx, key, inbound.conversation(), Actor.MAYOR, Post.Urgency.NEWS, card);
        }
    }

    private static Optional<Person> speaker(LedgerView view, Inbound inbound) {
        return People.byIdentity(view, inbound.network(), inbound.sender());
    }

    /// Why the conversation is no place of this town, or none of this person's.
    private static Optional<String> nowhere(
            LedgerView view, Inbound inbound, Optional<Person> person) {
        return switch (inbound.conversation()) {
            case Conversation.Channel(var rig) ->
                    Rigs.find(view, rig).isPresent()
                            ? Optional.empty()
                            : Optional.of("There is no rig '" + rig + "'.");
            case Conversation.ConvoyThread(BeadId convoy) ->
                    view.find(convoy).flatMap(Convoy.ASPECT::of).isPresent()
                            ? Optional.empty()
                            : Optional.of("There is no convoy " + convoy + ".");
            case Conversation.CrewThread(BeadId member) ->
                    Crews.member(view, member).isPresent()
                            ? Optional.empty()
                            : Optional.of("There is no member of a crew " + member + ".");
            case Conversation.Inbox(String name) ->
                    person.map(it -> it.name().equals(name)).orElse(false)
                            ? Optional.empty()
                            : Optional.of(
                                    person.isEmpty()
                                            ? unknown(inbound)
                                            : "That is the inbox of somebody else.");
        };
    }

    private static String unknown(Inbound inbound) {
        return "I do not know %s on %s, so I do nothing. An owner can add you on the terminal."
                .formatted(brief(inbound.sender()), inbound.network());
    }

    private static TownException tooLong(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return new TownException(
                ErrorCode.LIMIT,
                "The message has %,d bytes; at most %,d are read. Nothing was done. Split it."
                        .formatted(bytes, TEXT_BYTES_MAX));
    }

    private static Actor stranger(Inbound inbound) {
        String id = inbound.sender().replaceAll("[^A-Za-z0-9._@:+-]", "_");
        String name = id.isEmpty() ? "_" : id;
        return new Actor("stranger/" + inbound.network() + "/" + brief(name));
    }

    private static String brief(String text) {
        return text.length() <= STRANGER_CHARS_MAX ? text : text.substring(0, STRANGER_CHARS_MAX);
    }

    private static String inKey(Inbound inbound) {
        return "in:" + inbound.network() + ":" + inbound.messageId();
    }

    private static String outKey(Inbound inbound) {
        return "out:" + inbound.network() + ":" + inbound.messageId();
    }
}
