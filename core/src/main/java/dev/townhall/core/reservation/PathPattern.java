package dev.townhall.core.reservation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.text.Hidden;
import java.util.ArrayList;
import java.util.List;

/// Files of a rig, from the root of its tree: `pom.xml`, `src/api/`, `src/**/*.java`. Between two
/// slashes `*` is any text and `?` one character; `**` is any number of folders.
///
/// A folder is all that is below it. What ends with a slash is one, and so is what looks like none
/// of the names that files have: its last word has no dot and no wildcard.
public record PathPattern(@JsonValue String text) {
    public static final int CHARS_MAX = 200;

    private static final String ANY_FOLDERS = "**";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PathPattern {
        String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        Check.that(
                !text.isBlank() && text.length() <= CHARS_MAX && !text.contains("\n"),
                "A path is one line of 1 to %s characters; found '%s'.",
                CHARS_MAX,
                shown);
        Check.that(
                !text.startsWith("/") && !text.contains("\\") && Hidden.firstIn(text) < 0,
                "A path begins at the root of your tree, like src/api/ or src/**/*.java; found '%s'.",
                shown);
        List<String> names = names(text);
        Check.that(
                names.stream().noneMatch(it -> it.isBlank() || it.equals(".") || it.equals("..")),
                "A path names each folder on its way, without '.' and '..'; found '%s'.",
                shown);
        Check.that(
                names.stream().anyMatch(it -> !it.replaceAll("[*?]", "").isEmpty()),
                "'%s' is every file there is: name the files or folders that you are about to change.",
                shown);
    }

    /// As agents type it: `./` before it is no part of it.
    public static PathPattern typed(String text) {
        String path = text.strip();
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        return new PathPattern(path);
    }

    /// Whether there may be a file that both mean.
    public boolean overlaps(PathPattern other) {
        List<String> mine = names();
        List<String> others = other.names();
        boolean[][] meets = new boolean[mine.size() + 1][others.size() + 1];
        for (int i = mine.size(); i >= 0; i--) {
            for (int j = others.size(); j >= 0; j--) {
                meets[i][j] = meets(mine, i, others, j, meets);
            }
        }
        return meets[0][0];
    }

    private static boolean meets(
            List<String> mine, int i, List<String> others, int j, boolean[][] meets) {
        if (i == mine.size()) {
            return isBelow(mine, others, j);
        }
        if (j == others.size()) {
            return isBelow(others, mine, i);
        }
        if (mine.get(i).equals(ANY_FOLDERS) || others.get(j).equals(ANY_FOLDERS)) {
            return meets[i + 1][j] || meets[i][j + 1];
        }
        return Wildcards.meet(mine.get(i), others.get(j)) && meets[i + 1][j + 1];
    }

    /// What is left of `longer` when `whole` is used up: nothing, or what lies below a name that
    /// looked like a file's and is a folder's.
    private static boolean isBelow(List<String> whole, List<String> longer, int from) {
        boolean step =
                from == whole.size()
                        && !whole.contains(ANY_FOLDERS)
                        && !longer.subList(0, from).contains(ANY_FOLDERS);
        return step || longer.subList(from, longer.size()).stream().allMatch(ANY_FOLDERS::equals);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(names(text));
        String last = names.getLast();
        boolean folder = text.endsWith("/") || !last.matches(".*[.*?].*");
        if (folder) {
            names.add(ANY_FOLDERS);
        }
        return names;
    }

    private static List<String> names(String path) {
        String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return List.of(inner.split("/", -1));
    }

    @Override
    public String toString() {
        return text;
    }
}
