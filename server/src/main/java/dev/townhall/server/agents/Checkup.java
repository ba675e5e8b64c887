package dev.townhall.server.agents;

import java.util.List;
import java.util.Optional;

/// What was found about one kind of agent on this machine.
///
/// @param state the whole of it in a word
/// @param version what its program says, if it is there and said so
/// @param findings in the order they were looked at
/// @param next what a person does next, one step each; empty when nothing is missing
public record Checkup(
        String name,
        String title,
        State state,
        Optional<String> version,
        List<Finding> findings,
        List<String> next) {
    public Checkup {
        findings = List.copyOf(findings);
        next = List.copyOf(next);
    }

    /// From the first that is missing to all being well.
    public enum State {
        /// No program is named for it: `custom` before anybody said what it is.
        UNNAMED,
        NOT_INSTALLED,
        /// Its program is there and does not run.
        BROKEN,
        NO_KEY,
        /// Nothing is missing that can be seen without a turn.
        NOT_TRIED,
        /// A turn was refused by its provider.
        NOT_LOGGED_IN,
        RATE_LIMITED,
        /// Its program did not begin to speak the protocol it is started for.
        NO_ACP,
        /// A turn went wrong otherwise.
        FAILED,
        WORKS
    }

    /// Something that was looked at.
    ///
    /// @param what a word: `program`, `version`, `key`, `acp`, `headless`, `turn`
    public record Finding(String what, Verdict verdict, String text) {}

    /// Whether a finding is good.
    public enum Verdict {
        GOOD,
        MISSING,
        NOTE
    }
}
