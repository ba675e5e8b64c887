package dev.townhall.server;

import dev.townhall.core.bead.Actor;
import dev.townhall.server.cli.Cancellation;
import dev.townhall.server.cli.CliRequest;
import dev.townhall.server.command.Commands;
import dev.townhall.server.up.TownFolder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The program: what runs when no town is up to ask, and what starts one.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), Map.copyOf(System.getenv()), out, err));
    }

    static int run(
            List<String> arguments,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        if (arguments.equals(List.of("--warm-up"))) {
            return WarmUp.run(environment);
        }
        Words words = Words.of(arguments);
        Path here = Path.of("").toAbsolutePath();
        Terminal terminal = Terminal.of(environment);
        CliRequest request =
                new CliRequest(
                        words.rest(),
                        System.in,
                        terminal.width(),
                        terminal.isTerminal(),
                        terminal.colours(),
                        here,
                        Actor.TOWN,
                        new Cancellation());
        return Commands.without(TownFolder.named(words.town(), here, environment))
                .run(request, out, err);
    }

    /// The words of a command line, and the town they name.
    private record Words(Optional<String> town, List<String> rest) {
        static Words of(List<String> arguments) {
            Optional<String> town = Optional.empty();
            List<String> rest = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                String word = arguments.get(i);
                if (word.equals("--")) {
                    rest.addAll(arguments.subList(i, arguments.size()));
                    break;
                } else if (word.equals("--town") && i + 1 < arguments.size()) {
                    town = Optional.of(arguments.get(++i));
                } else if (word.startsWith("--town=")) {
                    town = Optional.of(word.substring("--town=".length()));
                } else {
                    rest.add(word);
                }
            }
            return new Words(town, List.copyOf(rest));
        }
    }
}
