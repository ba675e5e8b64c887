package dev.townhall.core.simulation.check;

import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.Conflicts;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.SimulatedChat;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Delivery;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.simulation.chat.Networks;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Every milestone has its post, every post is shown, and none twice.
final class PostChecks {
    private static final Set<String> TOLD =
            new TreeSet<>(
                    List.of(
                            "rig.ready",
                            "rig.failed",
                            "rig.parked",
                            "rig.unparked",
                            "convoy.launched",
                            "convoy.replanned",
                            "convoy.dropped",
                            "convoy.paused",
                            "convoy.resumed",
                            "convoy.landed",
                            "rework.asked",
                            "merged",
                            "approval.asked",
                            "approval.decided",
                            "escalated",
                            "escalation.closed"));

    private final Networks networks;

    PostChecks(Networks networks) {
        this.networks = networks;
    }

    void check(LedgerView view, List<EventRecord> events) {
        for (EventRecord event : events) {
            String key = key(view, event);
            Violation.unless(
                    !TOLD.contains(event.type()) || view.post(key).isPresent(),
                    "%s has no post",
                    key);
        }
    }

    /// Where it is told: conflicts together, all else by itself.
    private static String key(LedgerView view, EventRecord event) {
        if (Events.read(event) instanceof TownEvent.ReworkAsked rework
                && rework.cause() == TownEvent.ReworkCause.CONFLICT) {
            Conversation where =
                    rework.convoy()
                            .<Conversation>map(Conversation.ConvoyThread::new)
                            .orElseGet(() ->
                                    new Conversation.Channel(
                                            Works.get(view.get(rework.bead())).rig()));
            return Conflicts.key(where, event.at());
        }
        return "event:%s:%s:%s".formatted(event.type(), event.subject(), event.seq());
    }

    /// After a delivery of `key`: it stands there once, and a reply hangs below its card.
    void shown(SimulatedChat chat, String key, boolean remembers) {
        List<SimulatedChat.Shown> found =
                chat.seen().stream().filter(shown -> shown.key().equals(key)).toList();
        Violation.unless(
                found.size() <= 1 || !remembers, "%s stands on %s twice", key, chat.network());
        for (SimulatedChat.Shown shown : found) {
            boolean reply = shown.conversation().startsWith("thread:") && !key.startsWith("card:");
            Violation.unless(
                    !reply || shown.thread().isPresent(),
                    "%s stands on %s outside its thread",
                    key,
                    chat.network());
        }
    }

    /// What is not delivered yet.
    boolean isDelivered(Ledger ledger) {
        return networks.all().stream()
                .allMatch(chat -> ledger.due(chat.network(), java.time.Instant.MAX, 1).isEmpty());
    }

    void settled(Ledger ledger, List<Post> posts) {
        Violation.unless(
                ledger.deadLetters(10).isEmpty(), "dead letters: %s", ledger.deadLetters(10));
        Set<String> conflicts = new TreeSet<>();
        for (Post post : posts) {
            quiet(post, conflicts);
            if (post.direction() == Post.Direction.OUT) {
                networks.all().forEach(chat -> delivered(ledger, post, chat));
            }
        }
    }

    /// What repeats itself is one post that is edited, not one each.
    private static void quiet(Post post, Set<String> conflicts) {
        if (post.direction() == Post.Direction.OUT
                && CardJson.read(post.content()).fallback().startsWith("Sent back over")) {
            long span = post.createdAt().getEpochSecond() / Conflicts.TOGETHER.toSeconds();
            Violation.unless(
                    conflicts.add(post.conversation() + " " + span),
                    "%s says the same as a post just before it",
                    post.key());
        }
    }

    private static void delivered(Ledger ledger, Post post, SimulatedChat chat) {
        Delivery delivery =
                ledger.deliveries(post.seq()).stream()
                        .filter(found -> found.network().equals(chat.network()))
                        .findFirst()
                        .orElseThrow(() ->
                                new Violation(post.key() + " has no way to " + chat.network()));
        Violation.unless(
                delivery.state() == Delivery.State.SENT
                        && delivery.revisionSent() == post.revision(),
                "%s is revision %s and was delivered as %s",
                post.key(),
                post.revision(),
                delivery);
        Violation.unless(
                chat.seen().stream().anyMatch(shown -> shown.key().equals(post.key())),
                "%s is not on the screen of %s",
                post.key(),
                chat.network());
    }
}
