package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A work on its way through the writer, and the answer its caller waits for.
final class WaitingWork<T> {
    private final Actor actor;
    private final Ledger.Work<T> work;
    private final CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
    private @Nullable Answer<T> prepared;

    WaitingWork(Actor actor, Ledger.Work<T> work) {
        this.actor = actor;
        this.work = work;
    }

    private sealed interface Answer<T> {
        record Done<T>(T result) implements Answer<T> {}

        record Failed<T>(Throwable cause) implements Answer<T> {}
    }

    /// Runs the work; its answer is kept back until [#answer]. Returns what it changed.
    Changes runOn(Staging staging) {
        try {
            Staging.Staged<T> staged = staging.run(actor, work);
            prepared = new Answer.Done<>(staged.result());
            return staged.changes();
        } catch (RuntimeException | Error e) {
            prepared = new Answer.Failed<>(e);
            return new Changes();
        }
    }

    /// The group is durable: the caller gets what its work came to.
    void answer() {
        if (prepared != null) {
            answer.complete(prepared);
        }
    }

    void fail(Throwable cause) {
        answer.complete(new Answer.Failed<>(cause));
    }

    /// Waits for the answer. An interruption does not end the wait, since the work may be done
    /// already; the thread is marked interrupted afterwards.
    T await() {
        return switch (answer.join()) {
            case Answer.Done<T>(T result) -> result;
            case Answer.Failed<T>(Throwable cause) when cause instanceof Error error -> throw error;
            case Answer.Failed<T>(Throwable cause)
                    when cause instanceof RuntimeException exception ->
                    throw exception;
            case Answer.Failed<T>(Throwable cause) -> throw new IllegalStateException(cause);
        };
    }
}
