package dev.townhall.core.worktree;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The pattern of one file name, on raw names: `*`, `?`, `[a-z]`, `[!a]`, `[[:digit:]]` and `\`.
///
/// @param tokens each the set of characters that fit there; an empty set is `*`
record Glob(List<BitSet> tokens, Kind kind) {
    /// Stands for any number of folders rather than for a name.
    static final Glob ANY_FOLDERS = new Glob(List.of(), Kind.ANY_FOLDERS);

    private static final int CHARACTERS = 256;

    enum Kind {
        NAME,
        /// A pattern that is cut off: it fits nothing.
        NOTHING,
        ANY_FOLDERS
    }

    static Glob of(String pattern) {
        List<BitSet> tokens = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '*') {
                tokens.add(new BitSet());
                at++;
            } else if (c == '?') {
                tokens.add(all());
                at++;
            } else if (c == '[') {
                BitSet set = new BitSet();
                at = set(pattern, at, set);
                if (at < 0) {
                    return new Glob(tokens, Kind.NOTHING);
                }
                tokens.add(set);
            } else {
                int literal = c == '\\' ? at + 1 : at;
                if (literal >= pattern.length()) {
                    return new Glob(tokens, Kind.NOTHING);
                }
                tokens.add(only(pattern.charAt(literal)));
                at = literal + 1;
            }
        }
        return new Glob(tokens, Kind.NAME);
    }

    boolean isAnyFolders() {
        return kind == Kind.ANY_FOLDERS;
    }

    /// When a character does not fit, the last `*` before it takes one more.
    boolean matches(String name) {
        if (kind != Kind.NAME) {
            return false;
        }
        int token = 0;
        int at = 0;
        int retryToken = -1;
        int retryAt = 0;
        while (at < name.length()) {
            if (token < tokens.size() && tokens.get(token).isEmpty()) {
                retryToken = token++;
                retryAt = at;
            } else if (token < tokens.size() && tokens.get(token).get(name.charAt(at))) {
                token++;
                at++;
            } else if (retryToken >= 0) {
                token = retryToken + 1;
                at = ++retryAt;
            } else {
                return false;
            }
        }
        while (token < tokens.size() && tokens.get(token).isEmpty()) {
            token++;
        }
        return token == tokens.size();
    }

    private static BitSet all() {
        BitSet set = new BitSet(CHARACTERS);
        set.set(0, CHARACTERS);
        return set;
    }

    private static BitSet only(char c) {
        BitSet set = new BitSet(CHARACTERS);
        set.set(c);
        return set;
    }

    /// Reads the set that begins at `start` and returns where it ends, or -1 when it does not.
    private static int set(String pattern, int start, BitSet set) {
        int at = start + 1;
        boolean inverted = at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
        at = inverted ? at + 1 : at;
        boolean first = true;
        while (at < pattern.length() && (first || pattern.charAt(at) != ']')) {
            first = false;
            int named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
            if (named >= 0) {
                if (!addNamed(pattern.substring(at + 2, named), set)) {
                    return -1;
                }
                at = named + 2;
                continue;
            }
            at = pattern.charAt(at) == '\\' ? at + 1 : at;
            if (at >= pattern.length()) {
                return -1;
            }
            char from = pattern.charAt(at++);
            char to = from;
            boolean range =
                    at + 1 < pattern.length()
                            && pattern.charAt(at) == '-'
                            && pattern.charAt(at + 1) != ']';
            if (range) {
                at = pattern.charAt(at + 1) == '\\' ? at + 2 : at + 1;
                if (at >= pattern.length()) {
                    return -1;
                }
                to = pattern.charAt(at++);
            }
            set.set(from); // git counts the first character of an empty range, too
            if (from <= to) {
                set.set(from, to + 1);
            }
        }
        if (at >= pattern.length()) {
            return -1;
        }
        if (inverted) {
            set.flip(0, CHARACTERS);
        }
        if (set.isEmpty()) {
            set.set(CHARACTERS); // no character of a name: the set fits nothing
        }
        return at + 1;
    }

    private static boolean addNamed(String name, BitSet set) {
        switch (name) {
            case "digit" -> set.set('0', '9' + 1);
            case "lower" -> set.set('a', 'z' + 1);
            case "upper" -> set.set('A', 'Z' + 1);
            case "alpha" -> addAll(set, "lower", "upper");
            case "alnum" -> addAll(set, "alpha", "digit");
            case "xdigit" -> {
                set.set('0', '9' + 1);
                set.set('a', 'f' + 1);
                set.set('A', 'F' + 1);
            }
            case "blank" -> {
                set.set(' ');
                set.set('\t');
            }
            case "space" -> {
                set.set('\t', '\r' + 1);
                set.set(' ');
            }
            case "cntrl" -> {
                set.set(0, ' ');
                set.set(127);
            }
            case "graph" -> set.set('!', '~' + 1);
            case "print" -> set.set(' ', '~' + 1);
            case "punct" -> {
                set.set('!', '/' + 1);
                set.set(':', '@' + 1);
                set.set('[', '`' + 1);
                set.set('{', '~' + 1);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void addAll(BitSet set, String... names) {
        for (String name : names) {
            addNamed(name, set);
        }
    }
}
