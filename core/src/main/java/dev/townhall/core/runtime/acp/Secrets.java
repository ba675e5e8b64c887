package dev.townhall.core.runtime.acp;

import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.McpServer;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The secrets an agent was given, so that what it says can be told without them.
final class Secrets {
    private static final int LENGTH_MIN = 6;
    private static final String MASK = "(hidden)";
    private static final List<String> WORDS =
            List.of("key", "token", "secret", "password", "passwd", "credential", "auth");
    private static final String SCHEME = "bearer ";

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    static Secrets of(Map<String, String> environment, SessionStart start, List<String> further) {
        Set<String> values = new LinkedHashSet<>(further);
        addNamedLikeSecrets(values, environment);
        for (McpServer server : start.tools()) {
            server.http().ifPresent(http -> http.headers().values().forEach(values::add));
            server.stdio().ifPresent(stdio -> addNamedLikeSecrets(values, stdio.environment()));
        }
        // The longest first: one may be part of another.
        return new Secrets(
                values.stream()
                        .flatMap(Secrets::withoutScheme)
                        .filter(value -> value.length() >= LENGTH_MIN)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList());
    }

    String maskedIn(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }

    /// The beginning of `text`, without secrets. Masks only what is near it: of megabytes that would
    /// take long.
    String shown(String text, int charactersMax) {
        int near = Math.min(text.length(), 4 * charactersMax);
        String masked = maskedIn(text.substring(0, near));
        if (near == text.length() && masked.length() <= charactersMax) {
            return masked;
        }
        return Words.capped(masked + text.substring(near), charactersMax);
    }

    private static void addNamedLikeSecrets(Set<String> values, Map<String, String> named) {
        named.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (WORDS.stream().anyMatch(lower::contains)) {
                values.add(value);
            }
        });
    }

    private static Stream<String> withoutScheme(String value) {
        return value.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Stream.of(value, value.substring(SCHEME.length()).strip())
                : Stream.of(value);
    }
}
