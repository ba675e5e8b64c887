package dev.townhall.server;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// The program: what runs when no town is up to ask.
public final class Main {

    private static final int OK = 0;
    private static final int USAGE = 2;

    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        String command = arguments.isEmpty() ? "--help" : arguments.getFirst();
        return switch (command) {
            case "--version" -> {
                out.println("townhall " + version());
                yield OK;
            }
            case "--help", "-h", "help" -> {
                out.println("Usage: gt [--town DIR] COMMAND [ARGUMENTS]");
                yield OK;
            }
            default -> {
                err.println("gt: unknown command: " + command + ". Try gt --help.");
                yield USAGE;
            }
        };
    }

    /// The version of this build; `dev` when it runs from a folder of classes.
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
