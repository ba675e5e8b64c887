package dev.townhall.core.simulation.check;

import dev.townhall.core.chat.SimulatedChat;
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
            String key = "event:%s:%s:%s".formatted(event.type(), event.subject(), event.seq());
            Violation.unless(
                    !TOLD.contains(event.type()) || view.post(key).isPresent(),
                    "%s has no post",
                    key);
        }
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
        for (Post post : posts) {
            if (post.direction() == Post.Direction.OUT) {
                networks.all().forEach(chat -> delivered(ledger, post, chat));
            }
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
