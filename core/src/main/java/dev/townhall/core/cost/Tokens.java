package dev.townhall.core.cost;

import dev.townhall.core.foundation.check.Check;

/// Tokens of one turn or of many.
///
/// @param input read by the model, those of `cached` included
/// @param cached read from the provider's prompt cache
/// @param output written by the model, its thinking included
public record Tokens(long input, long cached, long output) {
    public static final Tokens NONE = new Tokens(0, 0, 0);

    public Tokens {
        Check.that(
                input >= 0 && cached >= 0 && output >= 0 && cached <= input,
                "Tokens are not negative and no more are cached than read; found %s read, %s cached, %s written.",
                input,
                cached,
                output);
    }

    public Tokens plus(Tokens other) {
        return new Tokens(input + other.input, cached + other.cached, output + other.output);
    }

    public long total() {
        return input + output;
    }
}
