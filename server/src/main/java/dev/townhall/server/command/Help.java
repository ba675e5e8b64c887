package dev.townhall.server.command;

import dev.townhall.core.foundation.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// The overview of all commands, and a hint for words that fit none.
final class Help {
    private static final int NAME_COLUMN = 17;

    private Help() {}

    static int show(Screen screen) {
        screen.line("Usage: gt [--town DIR] COMMAND [ARGUMENTS]");
        screen.line();
        screen.line(
                "Townhall coordinates coding agents over git repositories, from chat and here.");
        for (Group group : Group.ALL) {
            screen.line();
            screen.heading(group.heading());
            for (CommandLine.Command verb : group.verbs()) {
                String name = (group.word() + " " + verb.name()).strip();
                String about = String.join(" ", verb.description());
                screen.line("  " + pad(name) + about);
            }
        }
        screen.line();
        screen.heading("Of the checkout");
        screen.line(
                "  "
                        + pad("test")
                        + "Builds and runs Townhall's own tests; --fast: the inner loop.");
        screen.line();
        screen.line("`gt COMMAND --help` tells more. The town is --town DIR, GT_TOWN or ~/town.");
        screen.line(
                "Exit codes: 0 done, 1 failed or findings, 2 bad use, 3 time-out, 4 needs a person,"
                        + " 5 no town runs.");
        return Exit.OK;
    }

    private static String pad(String name) {
        return name + " ".repeat(Math.max(1, NAME_COLUMN - name.length()));
    }

    /// What to say of a word that fits nothing at this place.
    static String unmatched(CommandLine at, String word) {
        List<String> known = new ArrayList<>(at.getSubcommands().keySet());
        boolean option = word.startsWith("-");
        if (option) {
            at.getCommandSpec().options().forEach(spec -> known.addAll(List.of(spec.names())));
        }
        String kind = option ? "option" : known.isEmpty() ? "argument" : "command";
        String near =
                Nearest.to(word, known).map(found -> " Did you mean '" + found + "'?").orElse("");
        return "There is no %s '%s' here.%s".formatted(kind, word, near);
    }
}
