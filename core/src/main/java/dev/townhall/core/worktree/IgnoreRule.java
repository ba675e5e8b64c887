package dev.townhall.core.worktree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One line of a `.gitignore`, as gitignore(5) defines it. Matching takes time proportional to the
/// pattern times the path, whatever the pattern: lines come from agents.
///
/// @param parts one glob per folder of the path; an empty one stands for any number of folders
/// @param negated whether it takes back what an earlier rule left out
record IgnoreRule(List<Glob> parts, boolean negated, boolean foldersOnly) {
    private static final int CHARACTERS_MAX = 4_096;

    IgnoreRule {
        parts = List.copyOf(parts);
    }

    /// The rule in a line (raw), if there is one.
    static Optional<IgnoreRule> parse(String line) {
        String text = withoutTrailingSpaces(line);
        if (text.isEmpty() || text.startsWith("#") || text.length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        boolean negated = text.startsWith("!");
        text = negated ? text.substring(1) : text;
        boolean foldersOnly = text.endsWith("/");
        text = foldersOnly ? text.substring(0, text.length() - 1) : text;
        boolean anchored = text.indexOf('/') >= 0;
        text = text.startsWith("/") ? text.substring(1) : text;
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<Glob> parts = new ArrayList<>();
        if (!anchored) {
            parts.add(Glob.ANY_FOLDERS);
        }
        String[] names = text.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            boolean last = i == names.length - 1;
            if (!anchored || !names[i].equals("**")) {
                parts.add(Glob.of(names[i]));
            } else if (last) {
                parts.add(Glob.of("*"));
                parts.add(Glob.ANY_FOLDERS);
            } else {
                parts.add(Glob.ANY_FOLDERS);
            }
        }
        return Optional.of(new IgnoreRule(parts, negated, foldersOnly));
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.endsWith("\r") ? line.length() - 1 : line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            int slashes = 0;
            while (end - 2 - slashes >= 0 && line.charAt(end - 2 - slashes) == '\\') {
                slashes++;
            }
            if (slashes % 2 == 1) {
                break;
            }
            end--;
        }
        return line.substring(0, end);
    }

    /// Whether the rule speaks of the path with these raw names, relative to the rule's folder.
    boolean matches(String[] names, boolean isFolder) {
        if (foldersOnly && !isFolder) {
            return false;
        }
        boolean oneName = parts.size() == 2 && parts.getFirst().isAnyFolders();
        return oneName ? parts.getLast().matches(names[names.length - 1]) : matches(names);
    }

    /// When a part does not fit, the last [Glob#ANY_FOLDERS] before it takes one folder more.
    private boolean matches(String[] names) {
        int part = 0;
        int name = 0;
        int retryPart = -1;
        int retryName = 0;
        while (name < names.length) {
            if (part < parts.size() && parts.get(part).isAnyFolders()) {
                retryPart = part++;
                retryName = name;
            } else if (part < parts.size() && parts.get(part).matches(names[name])) {
                part++;
                name++;
            } else if (retryPart >= 0) {
                part = retryPart + 1;
                name = ++retryName;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part).isAnyFolders()) {
            part++;
        }
        return part == parts.size();
    }
}
