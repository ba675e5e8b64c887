package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What a child is told: a named pipe that becomes its standard input. The pipe that every child's
/// supervisor watches stays what it is: the town's own life.
///
/// The town opens the named pipe for both directions, so that neither side's opening waits for the
/// other. Nobody who tells something ever waits: a thread of its own writes.
final class Inlet {
    /// What is told is never empty: it ends with a line feed.
    private static final byte[] LAST = new byte[0];

    private static final long MAKE_SECONDS_MAX = 5;

    private final Path folder;
    private final FileChannel channel;
    private final long waitingBytesMax;
    private final LinkedBlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean named = new AtomicBoolean(true);

    private Inlet(Path folder, FileChannel channel, long waitingBytesMax) {
        this.folder = folder;
        this.channel = channel;
        this.waitingBytesMax = waitingBytesMax;
    }

    static Inlet make(long waitingBytesMax) throws IOException {
        Path folder = Files.createTempDirectory("townhall-input-");
        try {
            Path pipe = folder.resolve("pipe");
            makePipe(pipe);
            return new Inlet(
                    folder,
                    FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    waitingBytesMax);
        } catch (IOException e) {
            Folders.remove(folder);
            throw e;
        }
    }

    private static void makePipe(Path pipe) throws IOException {
        Path mkfifo =
                Programs.find("mkfifo")
                        .orElseThrow(() -> new IOException("the program mkfifo was not found"));
        Process process = new ProcessBuilder(mkfifo.toString(), "-m", "600", pipe + "").start();
        try {
            if (!process.waitFor(MAKE_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("mkfifo could not make " + pipe);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a pipe was made", e);
        } finally {
            process.destroyForcibly();
        }
    }

    Path pipe() {
        return folder.resolve("pipe");
    }

    /// Begins to write what is told.
    void start(String threadName) {
        Thread.ofPlatform().daemon().name(threadName).start(this::write);
    }

    /// Whether it will be written, should the child read it.
    boolean tell(byte[] bytes) {
        if (!open.get()) {
            return false;
        }
        long before = waitingBytes.getAndAdd(bytes.length);
        if (before > 0 && before + bytes.length > waitingBytesMax) {
            waitingBytes.addAndGet(-bytes.length);
            return false;
        }
        waiting.add(bytes);
        return true;
    }

    /// The child reads the end of its input once it has read what was told before.
    void finish() {
        if (open.compareAndSet(true, false)) {
            waiting.add(LAST);
        }
    }

    /// The pipe's name is not needed once the child has opened it.
    void forgetName() {
        if (named.compareAndSet(true, false)) {
            Folders.remove(folder);
        }
    }

    /// Ends at once, also a write that waits for the child.
    void close() {
        finish();
        forgetName();
        closeChannel();
    }

    private void write() {
        try {
            for (byte[] next = waiting.take(); next.length > 0; next = waiting.take()) {
                ByteBuffer bytes = ByteBuffer.wrap(next);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                waitingBytes.addAndGet(-next.length);
            }
        } catch (IOException e) {
            open.set(false); // The child is gone, or its end was ordered.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeChannel();
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            open.set(false); // Nothing more can be done about a pipe.
        }
    }
}
