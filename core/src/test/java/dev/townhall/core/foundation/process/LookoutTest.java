package dev.townhall.core.foundation.process;

import static dev.townhall.core.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private Process process;
    private Watched watched;

    @BeforeEach
    void aChild() throws IOException {
        process = new ProcessBuilder("sleep", "1000").start();
        Child child = new Child(process, true, new OutputTail(10), List.of());
        watched = new Watched(child, Limits.DEFAULT, List.of(Path.of("/")), List.of(), Set.of(), 0);
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
        watched.child().end();
        watched.child().await(Duration.ofSeconds(1));
    }

    @Test
    void whatFailsForOneIsDoneForTheNext() {
        AtomicInteger seen = new AtomicInteger();
        Lookout lookout =
                new Lookout(
                        "test",
                        (now, attempts) -> {
                            attempts.attempt(() -> {
                                throw new IllegalStateException("for a test");
                            });
                            attempts.attempt(seen::incrementAndGet);
                        });
        lookout.add(watched);
        await().until(() -> seen.get() > 2);
    }

    @Test
    void anErrorIsNotTheEndOfAllWatching() {
        AtomicBoolean thrown = new AtomicBoolean();
        AtomicInteger seen = new AtomicInteger();
        Lookout lookout =
                new Lookout(
                        "test",
                        (now, attempts) -> {
                            if (thrown.compareAndSet(false, true)) {
                                Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
                                throw new StackOverflowError("for a test");
                            }
                            seen.incrementAndGet();
                        });
        lookout.add(watched);
        await().until(() -> {
            lookout.add(watched);
            return seen.get() > 0;
        });
    }
}
