package dev.townhall.core.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A chat network in memory: keeps what people see, and fails as told. Three kinds: one that shows
/// a key once by itself, one that can look up what it shows, and one that can do neither.
public final class SimulatedChat implements ChatPort {
    /// How the network deals with a post it has already.
    public enum Memory {
        IDEMPOTENT,
        LOOKUP,
        NONE
    }

    /// What goes wrong with one delivery.
    public sealed interface Fault {
        /// Nothing goes wrong.
        record None() implements Fault {}

        /// The network says no.
        record Refuses(Failure kind, Optional<Duration> retryAfter) implements Fault {}

        /// It is shown, but the answer is lost.
        record LosesAnswer() implements Fault {}

        /// The adapter throws before anything is sent.
        record Throws() implements Fault {}
    }

    /// A message as people see it.
    ///
    /// @param thread the network's id of the root it hangs below
    public record Shown(
            String remoteId,
            String key,
            String conversation,
            Optional<String> thread,
            Card card,
            int edits) {
        public String text() {
            return PlainText.of(card);
        }
    }

    private final String network;
    private final Memory memory;
    private final Capabilities capabilities;
    private final Map<String, Shown> shown = new LinkedHashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<Outgoing> calls = new ArrayList<>();
    private int lastId;

    public SimulatedChat(String network, Memory memory) {
        this(network, memory, 4_000, Duration.ofSeconds(1));
    }

    public SimulatedChat(String network, Memory memory, int textCharsMax, Duration editPauseMin) {
        this(network, memory, false, textCharsMax, editPauseMin);
    }

    /// @param homes whether it has places of its own, which conversations must be tied to
    public SimulatedChat(
            String network, Memory memory, boolean homes, int textCharsMax, Duration editPauseMin) {
        this.network = network;
        this.memory = memory;
        capabilities =
                new Capabilities(
                        memory == Memory.IDEMPOTENT,
                        true,
                        true,
                        true,
                        homes,
                        textCharsMax,
                        editPauseMin);
    }

    /// Plans what happens to the next deliveries, one fault each.
    public synchronized void plan(Fault... next) {
        faults.addAll(List.of(next));
    }

    /// Everything on the screens, in the order it appeared.
    public synchronized List<Shown> seen() {
        return List.copyOf(shown.values());
    }

    /// What is shown in one conversation.
    public synchronized List<Shown> seen(String conversation) {
        return shown.values().stream()
                .filter(it -> it.conversation().equals(conversation))
                .toList();
    }

    /// Every call so far, whatever came of it.
    public synchronized List<Outgoing> calls() {
        return List.copyOf(calls);
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public synchronized Receipt deliver(Outgoing post) {
        calls.add(post);
        Fault fault = faults.isEmpty() ? new Fault.None() : faults.remove();
        return switch (fault) {
            case Fault.None() -> show(post);
            case Fault.Refuses(Failure kind, Optional<Duration> retryAfter) ->
                    new Failed(kind, "planned", retryAfter);
            case Fault.LosesAnswer() -> {
                show(post);
                yield new Failed(Failure.TRANSIENT, "no answer", Optional.empty());
            }
            case Fault.Throws() -> throw new IllegalStateException("planned");
        };
    }

    private Receipt show(Outgoing post) {
        if (capabilities.homes() && post.place().isEmpty()) {
            return new Failed(Failure.NOT_FOUND, "no place for it", Optional.empty());
        }
        Optional<Shown> was = post.remoteId().map(shown::get).or(() -> known(post));
        if (post.remoteId().isPresent() && was.isEmpty()) {
            return new Failed(Failure.NOT_FOUND, "no such message", Optional.empty());
        }
        String remoteId = was.map(Shown::remoteId).orElseGet(() -> network + "-" + ++lastId);
        int edits = was.map(it -> it.edits() + 1).orElse(0);
        shown.put(
                remoteId,
                new Shown(
                        remoteId,
                        post.key(),
                        post.conversation().key(),
                        post.rootRemoteId(),
                        post.card(),
                        edits));
        return new Delivered(remoteId);
    }

    private Optional<Shown> known(Outgoing post) {
        boolean remembers =
                memory == Memory.IDEMPOTENT || (memory == Memory.LOOKUP && post.inDoubt());
        return remembers
                ? shown.values().stream().filter(it -> it.key().equals(post.key())).findFirst()
                : Optional.empty();
    }
}
