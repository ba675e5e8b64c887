package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One started child: its output is read, its end or deadline awaited, its tree ended.
///
/// These threads serve it and end with it: one reads each stream, one waits for the exit, and the
/// one that calls [#await] does everything else.
final class Child implements Processes.Running {
    static final int READ_BYTES = 16 * 1024;

    /// How long the supervisor gets to end the group before the tree is killed from here.
    private static final Duration SUPERVISOR_LONGEST = Duration.ofSeconds(1);

    /// How long output is awaited after the end, should a daemon that got away hold the pipe open.
    private static final Duration OUTPUT_LONGEST = Duration.ofMillis(500);

    /// The same where no daemon can get away: all that was written must come, however busy the
    /// machine is, because the last line of an agent is its result.
    private static final Duration ALL_OUTPUT_LONGEST = Duration.ofSeconds(10);

    private static final int CODE_UNKNOWN = -1;

    private final Process process;
    private final boolean endsDaemons;
    private final OutputTail tail;
    private final List<Source> sources;
    private final long startedNanos = System.nanoTime();
    private final CompletableFuture<How> ending = new CompletableFuture<>();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private volatile @Nullable Excess excess;

    /// One of its streams and where it goes.
    record Source(String name, InputStream stream, Outlet outlet) {}

    /// @param tail what its exit tells of its output
    Child(Process process, boolean endsDaemons, OutputTail tail, List<Source> sources) {
        this.process = process;
        this.endsDaemons = endsDaemons;
        this.tail = tail;
        this.sources = List.copyOf(sources);
    }

    @Override
    public void end() {
        ending.complete(How.ENDED);
    }

    /// Ends it because it took too much, or because the machine has too little.
    void end(Excess why) {
        if (excess == null) {
            excess = why;
        }
        ending.complete(why.how());
    }

    /// What it took too much of, if that was its end.
    Optional<Excess> excess() {
        return switch (ending.getNow(How.ENDED)) {
            case LIMIT, MACHINE -> Optional.ofNullable(excess);
            case EXITED, DEADLINE, ENDED, NOT_STARTED -> Optional.empty();
        };
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    /// How it ended, once it has.
    CompletableFuture<Exit> exit() {
        return exit;
    }

    long pid() {
        return process.pid();
    }

    /// Ends what was never awaited.
    void destroy() {
        closePipe();
        process.destroyForcibly();
    }

    /// Sees the child through to its end.
    void await(Duration deadline) {
        How how = How.ENDED;
        try {
            // Platform threads: a blocked read of a pipe would hold a carrier of the virtual ones.
            List<Thread> readers = new ArrayList<>();
            for (Source source : sources) {
                Runnable reads = () -> read(source);
                readers.add(Thread.ofPlatform().daemon().name(name(source.name())).start(reads));
            }
            Thread.ofVirtual().name(name("exit")).start(this::awaitExit);
            how = cause(deadline);
            if (how == How.EXITED) {
                closePipe();
            } else {
                endTree();
            }
            readers.forEach(this::join);
        } finally {
            destroy();
            sources.forEach(source -> source.outlet().mute());
            exit.complete(new Exit(how, code(), tail.text(), tail.total(), sinceStart()));
        }
    }

    private How cause(Duration deadline) {
        try {
            return ending.get(nanos(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            ending.complete(How.DEADLINE);
        } catch (InterruptedException e) {
            ending.complete(How.ENDED);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing completes the ending with a failure.", e);
        }
        return ending.join();
    }

    private void awaitExit() {
        try {
            process.waitFor();
            ending.complete(How.EXITED);
        } catch (InterruptedException e) {
            end();
        }
    }

    /// Lets the supervisor end the group, then ends by name what that did not reach.
    private void endTree() {
        List<ProcessHandle> tree = endsDaemons ? List.of() : process.descendants().toList();
        closePipe();
        if (!hasExited()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
        hasExited();
    }

    private static void read(Source source) {
        byte[] bytes = new byte[READ_BYTES];
        Outlet outlet = source.outlet();
        try (InputStream output = source.stream()) {
            for (int count = output.read(bytes); count >= 0; count = output.read(bytes)) {
                outlet.take(bytes, count);
            }
            outlet.end();
        } catch (IOException e) {
            outlet.end(); // The pipe was closed under us: that is its end.
        }
    }

    private void closePipe() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is closed all the same; nothing was ever written to it.
        }
    }

    private boolean hasExited() {
        try {
            return process.waitFor(SUPERVISOR_LONGEST.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void join(Thread reader) {
        try {
            reader.join(endsDaemons ? ALL_OUTPUT_LONGEST : OUTPUT_LONGEST);
        } catch (InterruptedException e) {
            // Whatever was read until now is the output.
        }
    }

    private int code() {
        return process.isAlive() ? CODE_UNKNOWN : process.exitValue();
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private String name(String what) {
        return "process " + process.pid() + " " + what;
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(10_000)) > 0
                ? Long.MAX_VALUE
                : duration.toNanos();
    }
}
