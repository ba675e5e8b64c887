package dev.townhall.core.permission;

import java.util.ArrayList;
import java.util.List;

/// A line of `sh` as the simple commands in it, as far as it can be told without running it.
///
/// @param isWhole false when part of it is decided only when it runs (expansions that name a
///     program, `eval`, here-documents): then more may happen than `commands` says
record CommandLine(List<List<String>> commands, boolean isWhole) {
    private static final int DEPTH_MAX = 4;
    private static final int LENGTH_MAX = 64 * 1024;
    private static final List<String> SHELLS = List.of("sh", "bash", "dash", "zsh", "ksh");
    private static final List<String> RUNNERS =
            List.of(
                    "env", "nohup", "time", "nice", "command", "exec", "xargs", "timeout",
                    "setsid");
    private static final List<String> OPAQUE = List.of("eval", "source", ".", "ssh", "parallel");
    private static final List<String> KEYWORDS =
            List.of(
                    "if", "then", "elif", "else", "fi", "while", "until", "do", "done", "!", "{",
                    "}");

    CommandLine {
        commands = commands.stream().map(List::copyOf).toList();
    }

    static CommandLine read(String line) {
        return read(line, 0);
    }

    private static CommandLine read(String line, int depth) {
        if (depth == DEPTH_MAX || line.length() > LENGTH_MAX) {
            return new CommandLine(List.of(), false);
        }
        ShellWords words = ShellWords.of(line);
        List<List<String>> found = new ArrayList<>();
        boolean whole = words.isWhole();
        for (List<String> words1 : words.commands()) {
            whole &= add(words1, depth, found);
        }
        for (String inner : words.substitutions()) {
            CommandLine nested = read(inner, depth + 1);
            found.addAll(nested.commands());
            whole &= nested.isWhole();
        }
        return new CommandLine(found, whole);
    }

    /// Adds a simple command, and what it would run in its turn; whether all of it could be told.
    private static boolean add(List<String> words, int depth, List<List<String>> found) {
        int first = 0;
        while (first < words.size()
                && (KEYWORDS.contains(words.get(first)) || isAssignment(words.get(first)))) {
            first++;
        }
        List<String> command = words.subList(first, words.size());
        if (command.isEmpty()) {
            return true;
        }
        found.add(command);
        String program = program(command.getFirst());
        if (SHELLS.contains(program)) {
            return addScript(command, depth, found);
        }
        if (RUNNERS.contains(program)) {
            int next = 1;
            while (next < command.size() && isOptionOf(program, command.get(next))) {
                next++;
            }
            return next >= command.size()
                    || add(command.subList(next, command.size()), depth, found);
        }
        return !OPAQUE.contains(program) && !program.startsWith("$");
    }

    private static boolean addScript(List<String> command, int depth, List<List<String>> found) {
        int option = command.indexOf("-c");
        if (option < 0 || option + 1 >= command.size()) {
            return command.size()
                    > 1; // A script file of the tree; a bare shell reads who knows what.
        }
        CommandLine script = read(command.get(option + 1), depth + 1);
        found.addAll(script.commands());
        return script.isWhole();
    }

    /// The name of a program without its folder.
    static String program(String word) {
        return word.substring(word.lastIndexOf('/') + 1);
    }

    private static boolean isOptionOf(String runner, String word) {
        boolean takesNumber = runner.equals("timeout") || runner.equals("nice");
        boolean number = !word.isEmpty() && Character.isDigit(word.charAt(0));
        return word.startsWith("-") || isAssignment(word) || (takesNumber && number);
    }

    private static boolean isAssignment(String word) {
        int equals = word.indexOf('=');
        return equals > 0
                && word.substring(0, equals)
                        .chars()
                        .allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    }
}
