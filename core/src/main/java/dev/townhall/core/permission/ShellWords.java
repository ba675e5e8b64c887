package dev.townhall.core.permission;

import java.util.ArrayList;
import java.util.List;

/// Splits `sh` text into words: quotes, escapes, separators, redirections and substitutions are
/// understood, expansions are left as written.
final class ShellWords {
    private final String text;
    private final List<List<String>> commands = new ArrayList<>();
    private final List<String> substitutions = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean whole = true;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    static ShellWords of(String text) {
        ShellWords split = new ShellWords(text);
        split.run();
        return split;
    }

    /// The simple commands, in order; a redirection's file is a word of its command.
    List<List<String>> commands() {
        return commands;
    }

    /// The text of command substitutions.
    List<String> substitutions() {
        return substitutions;
    }

    boolean isWhole() {
        return whole;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\'' -> single();
                case '"' -> quoted();
                case '\\' -> escaped();
                case '`' -> backquoted();
                case '$' -> dollar();
                case ' ', '\t', '\r' -> endWord();
                case '\n', ';', '|', '&', '(', ')' -> endCommand();
                case '<', '>' -> redirected(c);
                case '#' -> comment();
                default -> take(c);
            }
            at++;
        }
        endCommand();
    }

    private void take(char c) {
        word.append(c);
        inWord = true;
    }

    private void single() {
        inWord = true;
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            whole = false;
            end = text.length();
        }
        word.append(text, at + 1, Math.min(end, text.length()));
        at = end;
    }

    private void quoted() {
        inWord = true;
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '\\') {
                escaped();
            } else if (c == '`') {
                backquoted();
            } else if (c == '$') {
                dollar();
            } else {
                word.append(c);
            }
            at++;
        }
        whole &= at < text.length();
    }

    private void escaped() {
        at++;
        if (at < text.length() && text.charAt(at) != '\n') {
            take(text.charAt(at));
        }
    }

    private void backquoted() {
        int end = text.indexOf('`', at + 1);
        whole &= end >= 0;
        end = end < 0 ? text.length() : end;
        substitutions.add(text.substring(Math.min(at + 1, end), end));
        take('$');
        at = end;
    }

    private void dollar() {
        take('$');
        if (text.startsWith("$(", at)) {
            int end = closing(at + 2);
            substitutions.add(text.substring(at + 2, end));
            whole &= end < text.length();
            at = end;
        }
    }

    private int closing(int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    /// The file is a word like any other: what it names is looked at as well.
    private void redirected(char c) {
        if (text.startsWith("<<", at) && !text.startsWith("<<<", at)) {
            whole = false; // A here-document: its text would be read as commands.
        }
        if (text.startsWith(c + "(", at)) {
            whole = false;
        }
        endWord();
    }

    private void comment() {
        if (inWord) {
            take('#');
            return;
        }
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
        endCommand();
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(List.copyOf(words));
            words.clear();
        }
    }
}
