package dev.townhall.core.hook;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import java.util.Optional;

/// An agent's one work slot. The fencing number grows with every load and every new session: a
/// change made with an older one is refused.
///
/// ```
///            load                started
///   Empty ---------> Loaded ----------------> Loaded(session up)
///     ^                |  ^------- superseded ------|
///     +---- clear -----+----------------------------+
/// ```
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Hook.Empty.class, name = "empty"),
    @JsonSubTypes.Type(value = Hook.Loaded.class, name = "loaded")
})
public sealed interface Hook {
    Aspect<Hook> ASPECT = new Aspect<>("hook", Hook.class);

    long fence();

    record Empty(long fence, Instant since) implements Hook {
        public Loaded load(BeadId bead, Optional<BeadId> convoy, int attempt, Instant at) {
            return new Loaded(
                    fence + 1, bead, convoy, attempt, at, Optional.empty(), Optional.empty(), 0);
        }
    }

    /// Work is on the hook.
    ///
    /// @param attempt 1 for the first try at the bead
    /// @param base the commit the work starts from, once it is chosen
    /// @param sessionUp when the present session was started, if one was
    /// @param sessions how many sessions were started for this load
    record Loaded(
            long fence,
            BeadId bead,
            Optional<BeadId> convoy,
            int attempt,
            Instant since,
            Optional<String> base,
            Optional<Instant> sessionUp,
            int sessions)
            implements Hook {
        public Loaded based(String commit) {
            return new Loaded(
                    fence, bead, convoy, attempt, since, Optional.of(commit), sessionUp, sessions);
        }

        public Loaded started(Instant at) {
            return new Loaded(
                    fence, bead, convoy, attempt, since, base, Optional.of(at), sessions + 1);
        }

        /// The session before is no more (or is no longer trusted): its fencing number is void.
        public Loaded superseded() {
            return new Loaded(
                    fence + 1, bead, convoy, attempt, since, base, Optional.empty(), sessions);
        }

        public Empty clear(Instant at) {
            return new Empty(fence, at);
        }
    }
}
