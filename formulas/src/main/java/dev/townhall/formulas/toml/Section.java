package dev.townhall.formulas.toml;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Nearest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table of a TOML file, with values checked as they are taken. Every mistake is BAD_INPUT
/// with file, line, key, what was expected and what was found.
public final class Section {
    private static final Pattern TWICE =
            Pattern.compile("(.+) previously defined at line (\\d+), column \\d+");

    private final String file;
    private final TomlTable table;
    private final String name;

    private Section(String file, TomlTable table, String name) {
        this.file = file;
        this.table = table;
        this.name = name;
    }

    /// The whole of a file.
    public static Section read(Path file) {
        try {
            return parse(file.toString(), text(file.toString(), Files.readAllBytes(file)));
        } catch (IOException e) {
            throw TownException.unavailable("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String text(String file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
            long line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw TownException.badInput(
                    "%s:%s: the file must be text in UTF-8; found the byte 0x%02X, which is none. Save it as UTF-8."
                            .formatted(file, line, bytes[in.position()]));
        }
        return out.flip().toString();
    }

    /// The whole of a text.
    ///
    /// @param file what messages call it
    public static Section parse(String file, String text) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw TownException.badInput(
                    "%s:%s: %s".formatted(file, first.position().line(), inWords(first, text)));
        }
        return new Section(file, toml, "");
    }

    private static String inWords(TomlParseError error, String text) {
        String message = String.valueOf(error.getMessage());
        Matcher twice = TWICE.matcher(message);
        if (!twice.matches()) {
            return message;
        }
        boolean section =
                text.lines()
                        .skip(error.position().line() - 1)
                        .findFirst()
                        .filter(line -> line.strip().startsWith("["))
                        .isPresent();
        return section
                ? "section [%s] begins a second time; the first is on line %s. Move what is below it there, and remove this line."
                        .formatted(twice.group(1), twice.group(2))
                : "'%s' is set a second time; the first is on line %s. Remove one of them."
                        .formatted(twice.group(1), twice.group(2));
    }

    /// The keys of the table, sorted.
    public List<String> keys() {
        return table.keySet().stream().sorted().toList();
    }

    /// The keys of the table, as they stand in the file.
    public List<String> keysInOrder() {
        return keys().stream()
                .sorted(
                        Comparator.comparingInt((String key) -> position(key, TomlPosition::line))
                                .thenComparingInt(key -> position(key, TomlPosition::column)))
                .toList();
    }

    private int position(String key, ToIntFunction<TomlPosition> part) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? 0 : part.applyAsInt(position);
    }

    public boolean has(String key) {
        return value(key) != null;
    }

    /// Refuses keys that mean nothing here.
    public void allow(List<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw unknown(key, known);
            }
        }
    }

    /// The complaint about a key that means nothing here.
    public TownException unknown(String key, List<String> known) {
        String near =
                Nearest.to(key, known).map(word -> " Did you mean '" + word + "'?").orElse("");
        return problem(
                key,
                "unknown %s '%s'; expected one of %s.%s"
                        .formatted(
                                name.isEmpty() ? "section" : "key",
                                full(key),
                                String.join(", ", known),
                                near));
    }

    public Optional<Section> section(String key) {
        Object found = value(key);
        if (found == null) {
            return Optional.empty();
        }
        if (found instanceof TomlTable inner) {
            return Optional.of(new Section(file, inner, full(key)));
        }
        throw wrong(key, "a section [" + full(key) + "]", found);
    }

    public Optional<String> text(String key) {
        Object found = value(key);
        if (found == null || found instanceof String) {
            return Optional.ofNullable((String) found);
        }
        throw wrong(key, "text in quotes", found);
    }

    /// A list of texts.
    public Optional<List<String>> texts(String key) {
        Object found = value(key);
        if (found == null) {
            return Optional.empty();
        }
        if (!(found instanceof TomlArray array)) {
            throw wrong(key, "a list of texts such as [\"one\"]", found);
        }
        List<String> texts = new ArrayList<>();
        for (Object element : array.toList()) {
            if (!(element instanceof String text)) {
                throw wrong(key, "a list of texts such as [\"one\"]", element);
            }
            texts.add(text);
        }
        return Optional.of(texts);
    }

    /// The table's keys with their texts, sorted by key.
    public Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String key : keys()) {
            text(key).ifPresent(text -> pairs.put(key, text));
        }
        return pairs;
    }

    public Optional<Integer> number(String key, int least, int most) {
        Object found = value(key);
        if (found == null) {
            return Optional.empty();
        }
        if (found instanceof Long number && number >= least && number <= most) {
            return Optional.of(number.intValue());
        }
        throw wrong(key, "a whole number from %s to %s".formatted(least, most), found);
    }

    public Optional<Double> decimal(String key, double least, double most) {
        Object found = value(key);
        if (found == null) {
            return Optional.empty();
        }
        if (found instanceof Number number
                && number.doubleValue() >= least
                && number.doubleValue() <= most) {
            return Optional.of(number.doubleValue());
        }
        throw wrong(key, "a number from %s to %s".formatted(least, most), found);
    }

    /// One of the constants, written in lower case with hyphens.
    public <E extends Enum<E>> Optional<E> oneOf(String key, E[] constants) {
        List<String> words = Arrays.stream(constants).map(Section::word).toList();
        return parsed(
                key,
                "one of " + String.join(", ", words),
                text ->
                        Arrays.stream(constants)
                                .filter(constant -> word(constant).equals(text))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    public <T> Optional<T> parsed(String key, String expected, Function<String, T> parser) {
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

    /// Makes a value whose own check may refuse it; the complaint then names this file and `key`.
    public <T> T made(String key, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (TownException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file + ":") ? e : problem(key, message);
        }
    }

    /// A complaint about what stands at `key`.
    public TownException problem(String key, String what) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        String line = position == null ? "" : ":" + position.line();
        return TownException.badInput(file + line + ": " + what);
    }

    private @Nullable Object value(String key) {
        return table.get(List.of(key));
    }

    private TownException wrong(String key, String expected, Object found) {
        String shown = found instanceof String ? "\"" + found + "\"" : describe(found);
        return problem(key, "'%s' must be %s; found %s.".formatted(full(key), expected, shown));
    }

    private static String describe(Object found) {
        return switch (found) {
            case TomlTable _ -> "a section";
            case TomlArray _ -> "a list";
            default -> found.toString();
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String full(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }
}
