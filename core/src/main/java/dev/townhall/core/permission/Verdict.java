package dev.townhall.core.permission;

/// What the policy says of a request.
///
/// @param why one clause for people and for the agent
public record Verdict(Effect effect, String why) {
    static Verdict allow(String why) {
        return new Verdict(Effect.ALLOW, why);
    }

    static Verdict ask(String why) {
        return new Verdict(Effect.ASK, why);
    }

    static Verdict deny(String why) {
        return new Verdict(Effect.DENY, why);
    }

    /// The stricter of the two; of equals this one.
    Verdict or(Verdict other) {
        return other.effect.compareTo(effect) > 0 ? other : this;
    }
}
