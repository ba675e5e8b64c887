package dev.townhall.core.simulation.worker;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The few commands simulated agents understand, one a line: `put <path> <text>`,
/// `add <path> <text>`, `break-at-first`, `fail-at-first`, `look`.
public final class Script {
    private Script() {}

    /// What lines did.
    ///
    /// @param changes files that are new or different, with their text
    /// @param good false when a line says that it failed
    record Result(Map<String, String> changes, boolean good) {}

    /// What the first `count` lines do in a tree that holds `files`.
    static Result run(String text, int count, int attempt, Map<String, String> files) {
        Map<String, String> now = new TreeMap<>(files);
        boolean good = carryOut(text, count, attempt, now);
        now.entrySet().removeIf(file -> file.getValue().equals(files.get(file.getKey())));
        return new Result(now, good);
    }

    private static boolean carryOut(
            String text, int count, int attempt, Map<String, String> files) {
        List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        for (String line : lines.subList(0, Math.min(count, lines.size()))) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "put" -> files.put(words[1], words[2]);
                case "add" -> files.merge(words[1], words[2] + "\n", String::concat);
                case "break-at-first" -> {
                    if (attempt == 1) {
                        files.put("broken", "yes");
                    }
                }
                case "fail-at-first" -> {
                    if (attempt == 1) {
                        return false;
                    }
                }
                case "look" -> {}
                default -> throw new IllegalStateException("Unknown command: " + line);
            }
        }
        return true;
    }

    /// What a script puts where, for those who ask later whether it is there.
    public static boolean isDoneIn(Map<String, String> files, String text) {
        return text.lines()
                .map(line -> line.strip().split(" ", 3))
                .filter(words -> words[0].equals("put"))
                .allMatch(words -> words[2].equals(files.get(words[1])));
    }
}
