package dev.townhall.core.simulation.worker;

import dev.townhall.core.simulation.git.WorkTree;
import java.util.List;
import java.util.Map;

/// The few commands simulated agents understand, one a line: `put <path> <text>`,
/// `add <path> <text>`, `break-at-first`, `fail-at-first`, `look`.
public final class Script {
    private Script() {}

    /// Carries out the first `count` lines; false when one of them says that it failed.
    static boolean run(String text, int count, int attempt, WorkTree tree) {
        List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        for (String line : lines.subList(0, Math.min(count, lines.size()))) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "put" -> tree.files().put(words[1], words[2]);
                case "add" -> tree.files().merge(words[1], words[2] + "\n", String::concat);
                case "break-at-first" -> {
                    if (attempt == 1) {
                        tree.files().put("broken", "yes");
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
