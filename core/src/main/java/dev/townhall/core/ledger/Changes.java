package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows that one transaction, or several in a row, leave behind: the last state of each, in the
/// order of first change. Numbers of events, posts and effects are final.
final class Changes {
    final Map<BeadId, Bead> beads = new LinkedHashMap<>();
    final List<EventRecord> events = new ArrayList<>();
    final Map<String, Post> posts = new LinkedHashMap<>();
    final Map<DeliveryKey, Delivery> deliveries = new LinkedHashMap<>();
    final Map<String, NumberedEffect> effects = new LinkedHashMap<>();

    record DeliveryKey(long postSeq, String network) {}

    boolean isEmpty() {
        return beads.isEmpty()
                && events.isEmpty()
                && posts.isEmpty()
                && deliveries.isEmpty()
                && effects.isEmpty();
    }

    /// Adds what a later transaction changed.
    void then(Changes later) {
        beads.putAll(later.beads);
        events.addAll(later.events);
        posts.putAll(later.posts);
        deliveries.putAll(later.deliveries);
        effects.putAll(later.effects);
    }

    Ledger.Committed committed() {
        Set<String> conversations = new LinkedHashSet<>();
        posts.values().forEach(post -> conversations.add(post.conversation()));
        return new Ledger.Committed(
                new LinkedHashSet<>(beads.keySet()), List.copyOf(events), conversations);
    }
}
