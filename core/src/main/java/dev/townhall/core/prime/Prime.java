package dev.townhall.core.prime;

import java.util.List;
import java.util.stream.Collectors;

/// A finished text for an agent: what never changes first, so that a provider's cache of prompts
/// holds, what changes last.
///
/// @param tokensMax what it should not be larger than
public record Prime(List<Part> parts, int tokensMax) {
    public Prime {
        parts = List.copyOf(parts);
    }

    /// One part of it.
    ///
    /// @param name a word for tables: `role`, `hook`
    public record Part(String name, Kind kind, String text) {
        public int tokens() {
            return Tokens.of(text);
        }
    }

    /// Whether a part is the same bytes in every session of a role on a rig.
    public enum Kind {
        STABLE,
        CHANGING
    }

    public String text() {
        return joined(parts);
    }

    /// The part at the beginning that is the same in every session of this role on this rig.
    public String stable() {
        return joined(parts.stream().filter(part -> part.kind() == Kind.STABLE).toList());
    }

    public int tokens() {
        return Tokens.of(text());
    }

    /// Only long directives do that: everything else is cut to fit.
    public boolean isOverBudget() {
        return tokens() > tokensMax;
    }

    private static String joined(List<Part> some) {
        return some.stream().map(Part::text).collect(Collectors.joining());
    }
}
