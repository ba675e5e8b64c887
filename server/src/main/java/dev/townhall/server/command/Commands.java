package dev.townhall.server.command;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Hidden;
import dev.townhall.core.foundation.text.Nearest;
import dev.townhall.core.reception.Dialect;
import dev.townhall.server.cli.CliHandler;
import dev.townhall.server.cli.CliRequest;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.TownFolder;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// All commands of `gt`: finds the one that is meant, and carries it out.
///
/// The same object answers the socket of a running town ([#in]) and a process of its own
/// ([#without]); a command that needs the running town says so where there is none.
public final class Commands implements CliHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final TownFolder folder;
    private final Optional<RunningTown> running;

    private Commands(TownFolder folder, Optional<RunningTown> running) {
        this.folder = folder;
        this.running = running;
    }

    /// Commands of a town that is up in this process.
    public static Commands in(RunningTown running) {
        return new Commands(running.folder(), Optional.of(running));
    }

    /// Commands where no town is up, about the town of `folder`.
    public static Commands without(TownFolder folder) {
        return new Commands(folder, Optional.empty());
    }

    @Override
    public int run(CliRequest request, PrintStream out, PrintStream err) {
        boolean colour = request.colour();
        Screen screen = new Screen(out, request.width(), request.terminal(), colour);
        Screen errors = new Screen(err, request.width(), request.terminal(), colour);
        Call call =
                new Call(
                        folder.path(),
                        request.folder(),
                        running,
                        request.stdin(),
                        screen,
                        errors,
                        request.cancellation());
        try {
            return dispatch(call, request.arguments(), out, err);
        } finally {
            screen.eraseBar();
            out.flush();
            err.flush();
        }
    }

    private int dispatch(Call call, List<String> words, PrintStream out, PrintStream err) {
        if (words.isEmpty()) {
            return guarded(call, () -> new NextSteps(call).show());
        }
        String word = words.getFirst();
        if (List.of("help", "--help", "-h").contains(word)) {
            return words.size() > 1 && word.equals("help")
                    ? dispatch(call, helpOf(words), out, err)
                    : Help.show(call.screen());
        }
        if (List.of("--version", "-V").contains(word)) {
            return dispatch(call, List.of("version"), out, err);
        }
        Optional<Group> group = Group.of(word);
        if (group.isEmpty()) {
            return unknown(call, word);
        }
        List<String> rest = group.get().flat() ? words : words.subList(1, words.size());
        CommandLine line = commandLine(call, group.get(), out, err);
        if (!group.get().flat() && rest.isEmpty()) {
            line.usage(out);
            return Exit.USAGE;
        }
        return line.execute(rest.toArray(String[]::new));
    }

    private static List<String> helpOf(List<String> words) {
        List<String> asked = new ArrayList<>(words.subList(1, words.size()));
        asked.add("--help");
        return asked;
    }

    private static CommandLine commandLine(
            Call call, Group group, PrintStream out, PrintStream err) {
        CommandLine line = group.line(call);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((e, words) -> badUse(call, e));
        line.setExecutionExceptionHandler((e, inner, parsed) -> failed(call, e));
        return line;
    }

    private static int unknown(Call call, String word) {
        String shown = word.length() > 60 ? word.substring(0, 60) + "…" : word;
        String near =
                Nearest.to(word, Group.words())
                        .map(found -> " Did you mean `gt " + found + "`?")
                        .orElse("");
        complain(call, "There is no command '%s'.%s `gt help` lists them.".formatted(shown, near));
        return Exit.USAGE;
    }

    private static int badUse(Call call, CommandLine.ParameterException e) {
        CommandLine at = e.getCommandLine();
        String name = at.getCommandSpec().qualifiedName();
        String message =
                BadUse.inWords(
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("Bad use."));
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            message = Help.unmatched(at, unmatched.getUnmatched().getFirst());
        }
        String end = message.endsWith(".") || message.endsWith("?") ? "" : ".";
        complain(call, "%s%s `%s --help` shows its use.".formatted(message, end, name));
        return Exit.USAGE;
    }

    private interface Body {
        int run() throws Exception;
    }

    private static int guarded(Call call, Body body) {
        try {
            return body.run();
        } catch (Exception e) {
            return failed(call, e);
        }
    }

    private static int failed(Call call, Exception e) {
        return switch (e) {
            case TownException town -> {
                complain(call, String.valueOf(town.getMessage()));
                yield Exit.of(town.code());
            }
            case NotRunningException not -> {
                complain(call, String.valueOf(not.getMessage()));
                yield Exit.NOT_RUNNING;
            }
            case GoneException gone -> Exit.FAILED;
            default -> {
                LOG.atError().setCause(e).log("a command failed");
                complain(call, "The program stumbled over this command: " + e);
                yield Exit.BUG;
            }
        };
    }

    /// One clear line on standard error.
    private static void complain(Call call, String message) {
        call.screen().eraseBar();
        String line = Hidden.strippedFrom(Dialect.terminal(message)).replaceAll("\\s*\n\\s*", " ");
        call.errors().painted(call.errors().paint(Screen.Colour.RED, "gt: ") + line);
    }
}
