package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Ends daemons that got away where nothing stronger than process groups is allowed: those that
/// still carry a folder of their stay in their environment. Linux only; elsewhere it does nothing.
final class Leftovers {
    private static final Path PROC = Path.of("/proc");

    private Leftovers() {}

    /// Ends every process in whose environment `folder` stands, this one excepted.
    static void end(Path folder) {
        byte[] mark = folder.toString().getBytes(StandardCharsets.UTF_8);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (carries(process, mark)) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    ProcessHandle.of(pid)
                            .filter(handle -> !handle.equals(ProcessHandle.current()))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException e) {
            return; // No such file system here.
        }
    }

    private static boolean carries(Path process, byte[] mark) {
        try {
            return contains(Files.readAllBytes(process.resolve("environ")), mark);
        } catch (IOException e) {
            return false; // Another user's, or gone meanwhile.
        }
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (bytes[at] == part[0]
                    && Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
