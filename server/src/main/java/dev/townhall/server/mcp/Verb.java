package dev.townhall.server.mcp;

import java.util.List;
import java.util.Map;

/// One thing an agent can type: the words it begins with, and the tool that stands behind it.
///
/// @param words such as `mail send`; several ways of saying the same
/// @param places the arguments of the tool that words without an option go to, in order; the last
///     one takes all that is left
/// @param options short and other names of arguments; an argument's own name is always one
/// @param always arguments that are given by the verb itself
record Verb(
        List<String> words,
        String tool,
        List<String> places,
        Map<String, String> options,
        Map<String, String> always) {
    Verb {
        words = List.copyOf(words);
        places = List.copyOf(places);
    }

    static Verb of(String words, String tool, String... places) {
        return new Verb(List.of(words.split(", ", -1)), tool, List.of(places), Map.of(), Map.of());
    }

    /// @param pairs a name and the argument it stands for
    Verb with(Map<String, String> pairs) {
        return new Verb(words, tool, places, pairs, always);
    }

    Verb always(String argument, String value) {
        return new Verb(words, tool, places, options, Map.of(argument, value));
    }

    /// How many of `typed` name this verb; 0 when they do not.
    int matches(List<String> typed) {
        int longest = 0;
        for (String way : words) {
            List<String> parts = List.of(way.split(" ", -1));
            boolean named =
                    typed.size() >= parts.size() && typed.subList(0, parts.size()).equals(parts);
            longest = named ? Math.max(longest, parts.size()) : longest;
        }
        return longest;
    }
}
