package dev.townhall.core.preset;

import java.util.List;

/// How an agent asks for permission. An option is chosen by its kind, then by its id.
///
/// @param asks whether it asks at all
/// @param once ids that allow one time, the best first
/// @param always ids that allow for longer: the town keeps such rules itself and answers `once`
/// @param reject ids that refuse, the best first
/// @param never ids that must not be chosen, because they write into the worktree or the HOME
/// @param afterRejection what it does then
public record Permissions(
        Asks asks,
        List<String> once,
        List<String> always,
        List<String> reject,
        List<String> never,
        AfterRejection afterRejection) {
    public static final Permissions UNKNOWN =
            new Permissions(
                    Asks.UNKNOWN,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    AfterRejection.UNKNOWN);

    public Permissions {
        once = List.copyOf(once);
        always = List.copyOf(always);
        reject = List.copyOf(reject);
        never = List.copyOf(never);
    }

    /// Whether an agent asks before it acts.
    public enum Asks {
        YES,
        NEVER,
        UNKNOWN
    }

    /// What an agent does when it was refused.
    public enum AfterRejection {
        /// It asks its model what to do instead.
        GOES_ON,
        /// Its turn ends without another word: the next turn must say what was refused.
        ENDS_TURN,
        UNKNOWN
    }
}
