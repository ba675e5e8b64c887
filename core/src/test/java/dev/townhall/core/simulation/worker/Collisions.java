package dev.townhall.core.simulation.worker;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files that stand in the middle of a simulated merge.
public final class Collisions {
    private static final Pattern BOTH =
            Pattern.compile(
                    "<<<<<<< the target\\n(.*)\\n=======\\n(.*)\\n>>>>>>> [a-z0-9.-]+\\n",
                    Pattern.DOTALL);

    private Collisions() {}

    /// Whether a file's text holds a marker.
    public static boolean isMarked(String text) {
        return text.contains("<<<<<<< ") || text.contains(">>>>>>> ");
    }

    /// The files that hold markers, each as it is when both sides are kept: the target's lines, then
    /// those that are the other's alone.
    static Map<String, String> joined(Map<String, String> files) {
        Map<String, String> joined = new TreeMap<>();
        files.forEach((file, text) -> {
            Matcher both = BOTH.matcher(text);
            if (both.matches()) {
                Set<String> lines = new LinkedHashSet<>();
                both.group(1).lines().forEach(lines::add);
                both.group(2).lines().forEach(lines::add);
                joined.put(file, String.join("\n", lines) + "\n");
            }
        });
        return joined;
    }
}
