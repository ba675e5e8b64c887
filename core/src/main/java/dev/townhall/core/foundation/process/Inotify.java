package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Linux' inotify(7), for what Java's own watch service does not tell: who opens something without
/// changing it. Its marks are on files, not on paths, so they see through every mount. [#next] is for
/// one thread, the rest is thread-safe.
final class Inotify {
    static final int ACCESS = 0x1;
    static final int CLOSE = 0x8 | 0x10;
    static final int OPEN = 0x20;

    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int BUFFER_BYTES = 16 * 1024;

    /// `struct inotify_event`: descriptor, mask, cookie, length of the name, then the name.
    private static final int HEAD_BYTES = 16;

    private final MethodHandle add;
    private final MethodHandle read;
    private final MethodHandle close;
    private final int descriptor;
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES);

    /// Something that happened to what is watched under `watch`.
    record Happening(int watch, int mask) {
        boolean is(int bits) {
            return (mask & bits) != 0;
        }
    }

    private Inotify(MethodHandle add, MethodHandle read, MethodHandle close, int descriptor) {
        this.add = add;
        this.read = read;
        this.close = close;
        this.descriptor = descriptor;
    }

    /// Fails where there is no such thing, or no more of them for this user.
    static Inotify open() throws IOException {
        MethodHandle init = function("inotify_init1", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        int descriptor = (int) result(() -> init.invoke(CLOSE_ON_EXEC));
        if (descriptor < 0) {
            throw new IOException("inotify gives no descriptor.");
        }
        return new Inotify(
                function(
                        "inotify_add_watch",
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT),
                function(
                        "read",
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG),
                function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                descriptor);
    }

    /// Watches a folder for being opened, listed and closed; returns what tells it apart.
    int watch(Path folder) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(folder.toString());
            int watch = (int) result(() -> add.invoke(descriptor, path, OPEN | ACCESS | CLOSE));
            if (watch < 0) {
                throw new IOException("inotify does not watch " + folder);
            }
            return watch;
        }
    }

    /// What happened since, at least one thing; waits for it. Empty when it was interrupted.
    List<Happening> next() throws IOException {
        long bytes = (long) result(() -> read.invoke(descriptor, buffer, (long) BUFFER_BYTES));
        List<Happening> happenings = new ArrayList<>();
        long at = 0;
        while (at + HEAD_BYTES <= bytes) {
            happenings.add(
                    new Happening(
                            buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at),
                            buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4)));
            at += HEAD_BYTES + buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at + 12);
        }
        return happenings;
    }

    void close() throws IOException {
        result(() -> close.invoke(descriptor));
    }

    @SuppressWarnings("restricted") // There is no other way to it; the launcher allows it.
    private static MethodHandle function(
            String name, ValueLayout returned, ValueLayout... arguments) throws IOException {
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        return linker.downcallHandle(
                lookup.find(name)
                        .orElseThrow(() -> new IOException("This system has no " + name + ".")),
                FunctionDescriptor.of(returned, arguments));
    }

    private interface Call {
        Object now() throws Throwable;
    }

    private static Object result(Call call) throws IOException {
        try {
            return call.now();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }
}
