package dev.townhall.core.preset;

import java.util.List;

/// Where an agent's JSON tells what it used: paths of member names from the top of a line or object,
/// `*` for every member, such as `usage.input_tokens`. What stands at all paths of a list is added up.
///
/// @param input tokens the model read, the cached ones included
/// @param cached of these, those from the provider's cache
/// @param output tokens the model wrote
/// @param of what a figure is the sum of
public record Metering(List<String> input, List<String> cached, List<String> output, Of of) {
    /// What most agents print.
    public static final Metering USUAL =
            new Metering(
                    List.of(
                            "usage.input_tokens",
                            "usage.inputTokens",
                            "stats.input_tokens",
                            "part.tokens.input"),
                    List.of(
                            "usage.cache_read_input_tokens",
                            "usage.cached_input_tokens",
                            "part.tokens.cache.read"),
                    List.of(
                            "usage.output_tokens",
                            "usage.outputTokens",
                            "stats.output_tokens",
                            "part.tokens.output"),
                    Of.TURN);

    public Metering {
        input = List.copyOf(input);
        cached = List.copyOf(cached);
        output = List.copyOf(output);
    }

    /// What a figure is the sum of.
    public enum Of {
        /// What was used since the figure before, or in the turn.
        TURN,
        /// The whole session so far, its earlier turns included.
        SESSION
    }
}
