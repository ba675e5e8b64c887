package dev.townhall.core.chat;

import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Delivery;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which calls one network has to be made now, as the ledger knows it.
final class DueCalls {
    /// Cards take turns only where all of them are seen, so a network with a pacing of its own sees
    /// many; the others take what is first.
    private static final int PACED_LOOK_AHEAD = 512;

    private static final int PACED_NEW_MAX = 64;
    private static final int LOOK_AHEAD = 64;

    private final Ledger ledger;
    private final Time time;
    private final ChatPort port;
    private final ChatPort.Capabilities can;
    private final boolean paced;

    DueCalls(Ledger ledger, Time time, ChatPort port) {
        this.ledger = ledger;
        this.time = time;
        this.port = port;
        this.can = port.capabilities();
        this.paced = port.pacing().isPresent();
    }

    /// What may be sent now, most urgent first. A reply whose card waits for another try waits with it.
    Map<Pacing.Call, Ledger.Due> now() {
        Map<Pacing.Call, Ledger.Due> calls = new LinkedHashMap<>();
        int newMax = paced ? PACED_NEW_MAX : 1;
        int fresh = 0;
        int lookAhead = paced ? PACED_LOOK_AHEAD : LOOK_AHEAD;
        for (Ledger.Due due : ledger.due(port.network(), time.now(), lookAhead)) {
            boolean edit = isEdit(due);
            if (edit || (fresh < newMax && mayGo(due))) {
                calls.put(call(due), due);
                fresh += edit ? 0 : 1;
            }
        }
        return calls;
    }

    Pacing.Call call(Ledger.Due due) {
        Post post = due.post();
        boolean edit = isEdit(due);
        return new Pacing.Call(
                post.key(),
                edit,
                edit
                        ? ""
                        : place(Conversation.parse(post.conversation()))
                                .orElse(post.conversation()),
                post.urgency(),
                post.seq());
    }

    /// The place that a conversation is tied to, on a network with places of its own.
    Optional<String> place(Conversation conversation) {
        return can.homes()
                ? ledger.read(view -> Bindings.place(view, port.network(), conversation))
                : Optional.empty();
    }

    /// The card a reply hangs below, with its own delivery to this network.
    Optional<Ledger.Due> rootOf(Ledger.Due due) {
        Optional<String> root = Conversation.parse(due.post().conversation()).root();
        return root.filter(key -> can.threads() && !due.post().key().equals(key))
                .flatMap(key -> ledger.read(view -> view.post(key)))
                .flatMap(this::withDelivery);
    }

    static boolean isUnsent(Ledger.Due due) {
        return due.delivery().state() == Delivery.State.PENDING
                && due.delivery().remoteId().isEmpty();
    }

    private static boolean isEdit(Ledger.Due due) {
        return !due.delivery().remoteId().isEmpty();
    }

    private boolean mayGo(Ledger.Due due) {
        return rootOf(due).map(root -> !isUnsent(root) || isDue(root.delivery())).orElse(true);
    }

    private boolean isDue(Delivery delivery) {
        Duration left = Duration.between(time.now(), delivery.notBefore());
        return !left.isPositive() || left.compareTo(Delivery.PAUSE_MAX) > 0;
    }

    private Optional<Ledger.Due> withDelivery(Post post) {
        return ledger.deliveries(post.seq()).stream()
                .filter(delivery -> delivery.network().equals(port.network()))
                .map(delivery -> new Ledger.Due(post, delivery))
                .findFirst();
    }
}
