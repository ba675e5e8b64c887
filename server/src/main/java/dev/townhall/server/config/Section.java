package dev.townhall.server.config;

import dev.townhall.core.foundation.check.TownException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table of the file, with values checked as they are taken.
final class Section {
    private final Path file;
    private final TomlTable table;
    private final String name;

    Section(Path file, TomlTable table, String name) {
        this.file = file;
        this.table = table;
        this.name = name;
    }

    List<String> keys() {
        return table.keySet().stream().sorted().toList();
    }

    /// Refuses keys that mean nothing here.
    void allow(List<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                String near =
                        Nearest.to(key, known)
                                .map(word -> " Did you mean '" + word + "'?")
                                .orElse("");
                throw problem(
                        key,
                        "unknown %s '%s'; expected one of %s.%s"
                                .formatted(
                                        name.isEmpty() ? "section" : "key",
                                        full(key),
                                        String.join(", ", known),
                                        near));
            }
        }
    }

    Optional<Section> section(String key) {
        Object found = value(key);
        if (found == null) {
            return Optional.empty();
        }
        if (found instanceof TomlTable inner) {
            return Optional.of(new Section(file, inner, full(key)));
        }
        throw wrong(key, "a section [" + full(key) + "]", found);
    }

    Optional<String> text(String key) {
        Object found = value(key);
        if (found == null || found instanceof String) {
            return Optional.ofNullable((String) found);
        }
        throw wrong(key, "text in quotes", found);
    }

    Optional<Integer> number(String key, int least, int most) {
        Object found = value(key);
        if (found == null) {
            return Optional.empty();
        }
        if (found instanceof Long number && number >= least && number <= most) {
            return Optional.of(number.intValue());
        }
        throw wrong(key, "a whole number from %s to %s".formatted(least, most), found);
    }

    <T> Optional<T> parsed(String key, String expected, Function<String, T> parser) {
        Object found = value(key);
        if (found == null) {
            return Optional.empty();
        }
        try {
            if (found instanceof String text) {
                return Optional.of(parser.apply(text));
            }
        } catch (TownException | IllegalArgumentException e) {
            throw wrong(key, expected, found);
        }
        throw wrong(key, expected, found);
    }

    private @Nullable Object value(String key) {
        return table.get(List.of(key));
    }

    private TownException wrong(String key, String expected, Object found) {
        String shown = found instanceof String ? "\"" + found + "\"" : describe(found);
        return problem(key, "'%s' must be %s; found %s.".formatted(full(key), expected, shown));
    }

    private static String describe(Object found) {
        return found instanceof TomlTable ? "a section" : found.toString();
    }

    private TownException problem(String key, String what) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        String line = position == null ? "" : ":" + position.line();
        return TownException.badInput(file + line + ": " + what);
    }

    private String full(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }
}
