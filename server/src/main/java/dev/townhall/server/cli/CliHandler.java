package dev.townhall.server.cli;

import java.io.PrintStream;

/// What the town does with one command line.
public interface CliHandler {
    /// Carries out `request` and returns its exit code (0 to 255). Called on a thread of its own;
    /// several calls run at once.
    ///
    /// Both streams are buffered: `flush` sends what was written so far. Text on `err` reaches the
    /// client's standard error: at once when the client is a terminal, else when the command ends.
    int run(CliRequest request, PrintStream out, PrintStream err);
}
