package dev.townhall.server.up;

import dev.townhall.core.foundation.check.TownException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// How a town that is up leaves the terminal it was started from to whoever waits there.
public final class Background {
    private Background() {}

    /// Ends both output streams, which tells the one who waits for it, and prints to
    /// `logs/up.log` from now on.
    public static void letGo(TownFolder folder) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        try {
            PrintStream log =
                    new PrintStream(
                            new FileOutputStream(folder.logs().resolve("up.log").toFile()),
                            true,
                            StandardCharsets.UTF_8);
            System.setOut(log);
            System.setErr(log);
        } catch (IOException e) {
            throw TownException.unavailable("Cannot write in " + folder.logs() + ".", e);
        }
        // Java puts /dev/null in the place of a standard stream that is closed.
        out.close();
        err.close();
    }
}
