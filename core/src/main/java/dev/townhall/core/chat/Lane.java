package dev.townhall.core.chat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Effect;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.reconcile.Backoff;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The way to one network. What it and the network's [Pacing] keep in memory only spaces attempts; all
/// else is in the ledger. For one thread at a time.
final class Lane {
    static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(5));
    private static final String EFFECT = "deliver";
    private static final String AUTH_FINDING = "chat-login";
    private static final String DEAD_FINDING = "dead-letter";
    private static final Duration PASS_MAX = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final Time time;
    private final ChatPort port;
    private final ChatPort.Capabilities can;
    private final Findings findings;
    private final Pacing pacing;
    private final DueCalls calls;
    private Duration pausedUntil = Duration.ZERO;
    private boolean authTold;

    Lane(Ledger ledger, Time time, ChatPort port, Findings findings) {
        this.ledger = ledger;
        this.time = time;
        this.port = port;
        this.can = port.capabilities();
        this.findings = findings;
        this.calls = new DueCalls(ledger, time, port);
        this.pacing = port.pacing().orElseGet(() -> new EvenPacing(time, can.editPauseMin()));
    }

    /// Sends what is due, one after another; looks anew after each, so that what is urgent never
    /// waits for more than the one under way.
    Outcome pass() {
        Duration begun = time.elapsed();
        while (time.elapsed().minus(begun).compareTo(PASS_MAX) < 0) {
            if (time.elapsed().compareTo(pausedUntil) < 0) {
                return Outcome.again(pausedUntil.minus(time.elapsed()));
            }
            Map<Pacing.Call, Ledger.Due> waiting = calls.now();
            if (waiting.isEmpty()) {
                return rest(Optional.empty());
            }
            switch (pacing.next(List.copyOf(waiting.keySet()))) {
                case Pacing.Turn.Go(Pacing.Call call) ->
                        send(Objects.requireNonNull(waiting.get(call)));
                case Pacing.Turn.Wait(Duration pause) -> {
                    return rest(Optional.of(pause));
                }
            }
        }
        return Outcome.again(Duration.ZERO);
    }

    /// When to look again: when something is due later, or the network may be called again. A reply
    /// that waits for its card is among the former, by its card.
    private Outcome rest(Optional<Duration> pause) {
        Instant now = time.now();
        Stream<Duration> later =
                ledger.nextDue(port.network(), now).map(at -> Duration.between(now, at)).stream();
        return Stream.concat(later, pause.stream())
                .min(Comparator.naturalOrder())
                .map(least -> Outcome.again(atLeastOneMilli(least)))
                .orElse(Outcome.settled());
    }

    /// A reply whose card is not there yet is preceded by it.
    private void send(Ledger.Due due) {
        Optional<Ledger.Due> root = calls.rootOf(due);
        if (root.isPresent() && DueCalls.isUnsent(root.get())) {
            deliver(root.get(), Optional.empty());
        } else {
            deliver(due, root.map(it -> it.delivery().remoteId()).filter(id -> !id.isEmpty()));
        }
    }

    private void deliver(Ledger.Due due, Optional<String> rootRemoteId) {
        boolean first = due.delivery().remoteId().isEmpty();
        if (!first && !can.edits()) {
            delivered(due, due.delivery().remoteId(), false);
            return;
        }
        boolean journal = first && !can.idempotent();
        boolean inDoubt = journal && isIntended(due);
        if (journal && !inDoubt) {
            write(tx -> tx.intend(effect(due), EFFECT, Json.object()));
        }
        ChatPort.Receipt receipt = attempt(outgoing(due, rootRemoteId, inDoubt));
        switch (receipt) {
            case ChatPort.Delivered(String remoteId) ->
                    delivered(due, remoteId.isEmpty() ? due.post().key() : remoteId, journal);
            case ChatPort.Failed failed -> failed(due, failed, journal && !inDoubt);
        }
    }

    private Outgoing outgoing(Ledger.Due due, Optional<String> rootRemoteId, boolean inDoubt) {
        Post post = due.post();
        Conversation conversation = Conversation.parse(post.conversation());
        boolean root = conversation.root().equals(Optional.of(post.key()));
        Card card =
                Fitting.fit(
                        Sanitizer.forNetwork(CardJson.read(post.content())), can.textCharsMax());
        return new Outgoing(
                post.key(),
                post.revision(),
                conversation,
                calls.place(conversation),
                root,
                Optional.of(due.delivery().remoteId()).filter(id -> !id.isEmpty()),
                rootRemoteId,
                inDoubt,
                post.author(),
                card,
                post.urgency());
    }

    /// An adapter that throws has failed at this post and may not hold up the others.
    private ChatPort.Receipt attempt(Outgoing outgoing) {
        try {
            return port.deliver(outgoing);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return new ChatPort.Failed(
                    ChatPort.Failure.TRANSIENT, String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    private void delivered(Ledger.Due due, String remoteId, boolean journal) {
        write(tx -> {
            tx.delivered(due.post().seq(), port.network(), due.post().revision(), remoteId);
            if (journal) {
                tx.confirm(effect(due));
            }
        });
        if (authTold) {
            authTold = false;
            findings.cleared(AUTH_FINDING, about());
        }
    }

    /// @param fresh whether this attempt alone is in the journal: a refusal then settles that
    ///     nothing is shown, which it cannot say of an earlier attempt whose answer was lost
    private void failed(Ledger.Due due, ChatPort.Failed failed, boolean fresh) {
        String reason = Sanitizer.line(failed.kind() + ": " + failed.reason());
        Duration pause = PAUSES.after(due.delivery().attempts() + 1);
        Duration wanted = failed.retryAfter().orElse(Duration.ZERO);
        Duration longer = wanted.compareTo(pause) > 0 ? wanted : pause;
        boolean refused = failed.kind() != ChatPort.Failure.TRANSIENT;
        boolean dies =
                switch (failed.kind()) {
                    case TRANSIENT, RATE_LIMITED, AUTH -> false;
                    case UNSUPPORTED, PERMANENT, NOT_FOUND -> true;
                };
        write(tx -> {
            if (dies) {
                tx.deliveryDead(due.post().seq(), port.network(), reason);
            } else {
                tx.deliveryFailed(due.post().seq(), port.network(), reason, tx.now().plus(longer));
            }
            if (fresh && refused) {
                tx.abandon(effect(due));
            }
        });
        if (failed.kind() == ChatPort.Failure.RATE_LIMITED) {
            pacing.refused(calls.call(due), longer);
        } else if (failed.kind() == ChatPort.Failure.AUTH) {
            pausedUntil = time.elapsed().plus(longer);
        }
        tell(due, failed, reason, dies);
    }

    private void tell(Ledger.Due due, ChatPort.Failed failed, String reason, boolean dies) {
        if (failed.kind() == ChatPort.Failure.AUTH && !authTold) {
            authTold = true;
            findings.raised(
                    AUTH_FINDING,
                    about(),
                    "The network does not accept the town's login (%s). Posts wait; renew its token."
                            .formatted(reason));
        } else if (dies) {
            findings.raised(
                    DEAD_FINDING,
                    about(),
                    "A post of %s could not be shown there and was given up (%s)."
                            .formatted(due.post().conversation(), reason));
        }
    }

    private boolean isIntended(Ledger.Due due) {
        return ledger.read(view -> view.effect(effect(due)))
                .filter(effect -> effect.state() == Effect.State.INTENDED)
                .isPresent();
    }

    private String effect(Ledger.Due due) {
        return EFFECT + ":" + port.network() + ":" + due.post().key();
    }

    private String about() {
        return "chat:" + port.network();
    }

    private void write(java.util.function.Consumer<dev.townhall.core.ledger.Transaction> change) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }

    private static Duration atLeastOneMilli(Duration pause) {
        Duration least = Duration.ofMillis(1);
        return pause.compareTo(least) < 0 ? least : pause;
    }
}
