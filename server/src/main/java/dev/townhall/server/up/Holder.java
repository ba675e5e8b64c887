package dev.townhall.server.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The process that has a town up, as the files in its `run` folder tell. Only the ledger's lock is
/// proof; this is for telling people.
public record Holder(long pid, String url) {
    /// Empty when nothing is told there, or of a process that is gone.
    public static Optional<Holder> of(TownFolder folder) {
        try {
            long pid = Long.parseLong(read(folder.pid()));
            String url = read(folder.url());
            return isTown(pid) && !url.isEmpty()
                    ? Optional.of(new Holder(pid, url))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// A number that was given to some other program since is not taken for a town.
    private static boolean isTown(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info()
                                .command()
                                .filter(command -> !command.endsWith("/java"))
                                .isEmpty())
                .isPresent();
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }
}
