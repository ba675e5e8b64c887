package dev.townhall.botslack.webapi;

import dev.townhall.core.chat.ChatPort;
import java.util.function.Function;

/// What became of a call.
public sealed interface Answer<T> {
    record Got<T>(T value) implements Answer<T> {}

    /// It did not succeed.
    ///
    /// @param error Slack's word for it, for example `invalid_blocks`; empty where Slack said nothing
    record Failed<T>(ChatPort.Failed failure, String error) implements Answer<T> {}

    /// There was no answer, or none that can be read.
    static <T> Answer<T> silence(String what) {
        return Failures.ofSilence(what);
    }

    /// What follows from a value; a failure stays one.
    default <R> Answer<R> then(Function<? super T, Answer<R>> next) {
        return switch (this) {
            case Got<T>(T value) -> next.apply(value);
            case Failed<T>(ChatPort.Failed failure, String error) -> new Failed<>(failure, error);
        };
    }
}
