package dev.townhall.server.web;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.MemoryDisk;
import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.PostDraft;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A town that repeats what it hears: enough to test what lies between the browser and the town.
/// Owner ada, rigs shop and vault; bob may read and plan in shop only.
final class ScriptedTown {
    static final RigName SHOP = new RigName("shop");
    static final RigName VAULT = new RigName("vault");

    private final Ledger ledger;
    private final List<Inbound> heard = Collections.synchronizedList(new ArrayList<>());

    private ScriptedTown(Ledger ledger) {
        this.ledger = ledger;
    }

    static ScriptedTown fresh() {
        ScriptedTown town = on(new MemoryDisk());
        town.ledger.write(
                Actor.TOWN,
                tx -> {
                    Rigs.add(tx, rig(SHOP, "sh"));
                    Rigs.add(tx, rig(VAULT, "va"));
                    Rigs.cloned(tx, SHOP, "main", List.of());
                    Rigs.cloned(tx, VAULT, "main", List.of());
                    person(tx, new Person("ada", Role.OWNER, Map.of(), Map.of("web", "ada")));
                    person(
                            tx,
                            new Person(
                                    "bob",
                                    Role.NONE,
                                    Map.of(SHOP, Role.OPERATOR),
                                    Map.of("web", "bob")));
                    return "";
                });
        return town;
    }

    /// The town on what a disk holds: the same town after a restart.
    static ScriptedTown on(MemoryDisk disk) {
        return new ScriptedTown(new MemoryLedger(disk, new SystemTime(), new SecureRandomness()));
    }

    private static Rig rig(RigName name, String prefix) {
        return new Rig(
                name,
                prefix,
                "/srv/" + name,
                "",
                List.of(),
                true,
                false,
                Rig.POLECATS_DEFAULT,
                Rig.State.ADDING,
                "",
                List.of());
    }

    private static void person(dev.townhall.core.ledger.Transaction tx, Person person) {
        Bead bead =
                Bead.fresh(
                        Person.beadId(person.name()),
                        Bead.PERSON,
                        person.name(),
                        tx.actor(),
                        tx.now());
        tx.create(Person.ASPECT.set(bead, person));
    }

    /// Its doors for the web.
    WebTown doors() {
        return new WebTown(ledger, this::hear, new SystemTime(), new SecureRandomness());
    }

    private Reception.Reply hear(Inbound message) {
        heard.add(message);
        Actor author = Actor.overseer(message.sender());
        if (message.text().startsWith("refuse")) {
            return new Reception.Reply.Refused(
                    ErrorCode.WRONG_STATE, "I will not: " + message.text());
        }
        return ledger.<Reception.Reply>write(
                author,
                tx -> {
                    String key = "in:" + message.network() + ":" + message.messageId();
                    if (tx.post(key).isPresent()) {
                        return new Reception.Reply.Duplicate();
                    }
                    tx.post(
                            draft(
                                    key,
                                    message.conversation(),
                                    author,
                                    Post.Direction.IN,
                                    Card.line(message.text())));
                    tx.post(
                            draft(
                                    "reply:" + key,
                                    message.conversation(),
                                    Actor.MAYOR,
                                    Post.Direction.OUT,
                                    Card.line("I heard: " + message.text())));
                    return new Reception.Reply.Said(Card.line("I heard it."), List.of());
                });
    }

    /// The town posts, or edits what it posted under the same key.
    void say(String key, Conversation conversation, Card card) {
        ledger.write(
                Actor.TOWN,
                tx -> tx.post(draft(key, conversation, Actor.TOWN, Post.Direction.OUT, card)));
    }

    static PostDraft draft(
            String key,
            Conversation conversation,
            Actor author,
            Post.Direction direction,
            Card card) {
        boolean asks = !card.actions().isEmpty() && card.tone() == Card.Tone.WAITING;
        return new PostDraft(
                key,
                conversation.key(),
                author,
                direction,
                asks ? Post.Urgency.DECISION : Post.Urgency.NEWS,
                CardJson.write(card),
                direction == Post.Direction.OUT ? List.of(WebChat.NETWORK) : List.of());
    }

    List<Inbound> heard() {
        return List.copyOf(heard);
    }

    Ledger ledger() {
        return ledger;
    }
}
