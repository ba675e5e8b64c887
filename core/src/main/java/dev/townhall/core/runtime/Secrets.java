package dev.townhall.core.runtime;

import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The secrets an agent was given, so that what it says can be told without them.
public final class Secrets {
    private static final int LENGTH_MIN = 6;
    private static final String MASK = "(hidden)";
    private static final List<String> WORDS =
            List.of("key", "token", "secret", "password", "passwd", "credential", "auth");
    private static final String SCHEME = "bearer ";

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    /// Those of a session.
    ///
    /// @param environment what the agent is given: what is named like a secret is one
    /// @param further what is secret besides, whatever it is named
    public static Secrets of(
            Map<String, String> environment, SessionStart start, List<String> further) {
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

    /// The text with a mask in place of each.
    public String maskedIn(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }

    /// How much of the beginning of `text` holds no part of a secret that more text could complete, and
    /// ends in none.
    public int settled(String text) {
        int longest = values.isEmpty() ? 1 : values.getFirst().length();
        int end = Math.max(0, text.length() - (longest - 1));
        for (int before = -1; before != end; ) {
            before = end;
            for (String value : values) {
                int at = text.indexOf(value, Math.max(0, end - value.length() + 1));
                end = at >= 0 && at < end ? at : end;
            }
        }
        return end;
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
