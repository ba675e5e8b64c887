package dev.townhall.core.cost;

import dev.townhall.core.foundation.check.Check;

/// What a model costs, in millionths of a US dollar per million tokens.
///
/// @param model the beginning of the names it is for, such as `qwen3-coder`
public record Price(String model, long inputMicros, long cachedMicros, long outputMicros) {
    private static final long MILLION = 1_000_000;

    public Price {
        Check.that(!model.isBlank(), "A price names a model; found none.");
        Check.that(
                inputMicros >= 0 && cachedMicros >= 0 && outputMicros >= 0,
                "The prices of %s cannot be negative; found %s, %s, %s.",
                model,
                inputMicros,
                cachedMicros,
                outputMicros);
    }

    /// The cost in millionths of a dollar, rounded up: a cap is never passed by rounding.
    public long of(Tokens tokens) {
        long fresh = Math.subtractExact(tokens.input(), tokens.cached());
        long sum =
                Math.addExact(
                        Math.addExact(
                                Math.multiplyExact(fresh, inputMicros),
                                Math.multiplyExact(tokens.cached(), cachedMicros)),
                        Math.multiplyExact(tokens.output(), outputMicros));
        return Math.ceilDiv(sum, MILLION);
    }
}
