package dev.townhall.core.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The line of core's packages as `docs/architecture.md` draws it: groups joined by `◄`, the lowest
/// first. A package may use packages of lower groups, none of its own group or a higher one.
public final class PackageLine {
    private static final String ROOT = "dev.townhall.core.";
    private static final String START = "foundation ◄";

    private final Map<String, Integer> groups = new TreeMap<>();

    private PackageLine() {}

    /// The line that `document` holds in a fenced block.
    public static PackageLine read(Path document) throws IOException {
        String text = Files.readString(document);
        int start = text.indexOf(START);
        int end = text.indexOf("```", Math.max(0, start));
        if (start < 0 || end < 0) {
            throw new IOException(document + " has no fenced line that begins with " + START);
        }
        return parse(text.substring(start, end));
    }

    static PackageLine parse(String line) {
        PackageLine parsed = new PackageLine();
        int group = 0;
        for (String names : line.split("◄", -1)) {
            for (String name : names.split(",", -1)) {
                parsed.groups.put(name.strip(), group);
            }
            group++;
        }
        return parsed;
    }

    /// What `classes` do that the line does not say, and what it says of packages that are not there.
    public List<String> contradictions(JavaClasses classes) {
        Set<String> wrong = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        for (JavaClass origin : classes) {
            String from = packageOf(origin);
            if (from.isEmpty()) {
                continue;
            }
            found.add(from);
            for (Dependency use : origin.getDirectDependenciesFromSelf()) {
                String to = packageOf(use.getTargetClass());
                if (!to.isEmpty() && !to.equals(from) && groupOf(to) >= groupOf(from)) {
                    wrong.add("%s may not use %s: %s".formatted(from, to, use.getDescription()));
                }
            }
        }
        List<String> all = new ArrayList<>(wrong);
        found.stream()
                .filter(name -> !groups.containsKey(name))
                .forEach(name -> all.add(name + " is not in the line"));
        groups.keySet().stream()
                .filter(name -> !found.contains(name))
                .forEach(name -> all.add(name + " is in the line, but is no package"));
        return all;
    }

    private int groupOf(String name) {
        return groups.getOrDefault(name, Integer.MAX_VALUE);
    }

    /// The first word below the root; empty for classes outside of it.
    private static String packageOf(JavaClass type) {
        String name = type.getPackageName() + ".";
        return name.startsWith(ROOT) && name.length() > ROOT.length()
                ? name.substring(ROOT.length(), name.indexOf('.', ROOT.length()))
                : "";
    }
}
