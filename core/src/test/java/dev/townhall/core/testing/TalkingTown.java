package dev.townhall.core.testing;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.chat.Projection;
import dev.townhall.core.chat.Reach;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.MemoryDisk;
import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// A town one can talk to, without an engine: rigs `shop` (prefix `sh`, commands allowed) and `box`
/// (prefix `bo`, no commands), and the people ada (owner), ann (approver), oli (operator) and vic
/// (viewer), each known by name on the network `web`, ada also on `cli`.
public final class TalkingTown implements Time {
    public static final RigName SHOP = new RigName("shop");
    public static final RigName BOX = new RigName("box");
    public static final Conversation SHOP_CHANNEL = new Conversation.Channel(SHOP);
    public static final Conversation BOX_CHANNEL = new Conversation.Channel(BOX);

    private final MemoryDisk disk = new MemoryDisk();
    private final Reach networks;
    private MemoryLedger ledger;
    private Reception reception;
    private Duration elapsed = Duration.ofDays(20_000);
    private long draws;
    private int messages;

    public TalkingTown() {
        this(List.of("web"));
    }

    public TalkingTown(List<String> networks) {
        this((view, conversation) -> networks);
    }

    public TalkingTown(Reach networks) {
        this.networks = networks;
        ledger = new MemoryLedger(disk, this, this::bytes);
        reception = reopen();
        write(tx -> {
            People.firstOwner(tx, "ada");
            person(tx, "ann", Role.APPROVER);
            person(tx, "oli", Role.OPERATOR);
            person(tx, "vic", Role.VIEWER);
            rig(tx, SHOP, "sh", true);
            rig(tx, BOX, "bo", false);
        });
    }

    private static void person(Transaction tx, String name, Role role) {
        People.add(tx, name, role);
        People.identify(tx, name, "web", name);
    }

    private static void rig(Transaction tx, RigName name, String prefix, boolean shell) {
        Rigs.add(
                tx,
                new Rig(
                        name,
                        prefix,
                        "/srv/" + name + ".git",
                        "",
                        List.of(),
                        shell,
                        false,
                        2,
                        Rig.State.ADDING,
                        "",
                        List.of()));
        Rigs.cloned(tx, name, "main", List.of());
    }

    /// As after a crash: memory gone, what was durable is there.
    public void restart() {
        ledger = new MemoryLedger(disk, this, this::bytes);
        reception = reopen();
    }

    private Reception reopen() {
        Posts posts = new Posts(networks);
        ledger.beforeCommit(new Projection(posts));
        return new Reception(ledger, posts);
    }

    public Ledger ledger() {
        return ledger;
    }

    public MemoryLedger memoryLedger() {
        return ledger;
    }

    public Reception reception() {
        return reception;
    }

    public Reception.Reply say(String who, Conversation where, String text) {
        return reception.receive(new Inbound("web", "m" + ++messages, who, where, text));
    }

    /// The plain text of a reply, whatever it is.
    public String answer(String who, Conversation where, String text) {
        return switch (say(who, where, text)) {
            case Reception.Reply.Said(Card card, List<BeadId> about) -> PlainText.of(card);
            case Reception.Reply.Refused refused -> refused.code() + " " + refused.text();
            case Reception.Reply.Duplicate() -> "DUPLICATE";
        };
    }

    /// Plans in `#shop` as ada; the convoy's id.
    public BeadId plan(String text) {
        return switch (say("ada", SHOP_CHANNEL, text)) {
            case Reception.Reply.Said said -> said.about().getFirst();
            case Reception.Reply other -> throw new AssertionError("not planned: " + other);
        };
    }

    public static Conversation thread(BeadId convoy) {
        return new Conversation.ConvoyThread(convoy);
    }

    public static Conversation inbox(String person) {
        return new Conversation.Inbox(person);
    }

    public List<Post> posts(Conversation where) {
        return ledger.posts(where.key(), 0, 1_000);
    }

    /// What the town said in a conversation, in order, as plain text.
    public List<String> said(Conversation where) {
        return posts(where).stream()
                .filter(post -> post.direction() == Post.Direction.OUT)
                .map(post -> PlainText.of(CardJson.read(post.content())))
                .toList();
    }

    public Card card(String key) {
        return CardJson.read(post(key).content());
    }

    public Post post(String key) {
        return read(view -> view.post(key)).orElseThrow(() -> new AssertionError("no post " + key));
    }

    public void write(Consumer<Transaction> change) {
        writeAs(Actor.overseer("ada"), change);
    }

    public void writeAs(Actor actor, Consumer<Transaction> change) {
        ledger.write(
                actor,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }

    public <T> T read(Function<LedgerView, T> reader) {
        return ledger.read(reader);
    }

    public Bead bead(BeadId id) {
        return read(view -> view.get(id));
    }

    public Convoy convoy(BeadId id) {
        return read(view -> Convoys.get(view, id));
    }

    public void pass(Duration duration) {
        elapsed = elapsed.plus(duration);
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plus(elapsed);
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) ++draws);
        return bytes;
    }
}
