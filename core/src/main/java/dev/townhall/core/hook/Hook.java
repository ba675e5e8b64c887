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
///
/// While loaded, the session may wait for an answer of a person, and may claim to be done. A claim
/// closes nothing: it is judged by evidence. Both outlive the session that made them.
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
                    fence + 1,
                    bead,
                    convoy,
                    attempt,
                    at,
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0);
        }
    }

    /// Work is on the hook.
    ///
    /// @param attempt 1 for the first try at the bead
    /// @param base the commit the work starts from, once it is chosen
    /// @param sessionUp when the present session was started, if one was
    /// @param sessions how many sessions were started for this load
    /// @param waitsFor the question its agent waits for, until the answer is handed over
    /// @param claim what the agent says it did, once it says it is done
    /// @param course how it goes with an agent that has a model
    /// @param judged the commit that the claim is held to, once it was saved; the base itself when
    ///     there is nothing beyond it
    /// @param limited how many of the sessions were ended by a limit of the
    ///     provider or of spending
    record Loaded(
            long fence,
            BeadId bead,
            Optional<BeadId> convoy,
            int attempt,
            Instant since,
            Optional<String> base,
            Optional<Instant> sessionUp,
            int sessions,
            Optional<BeadId> waitsFor,
            Optional<String> claim,
            Optional<Course> course,
            Optional<String> judged,
            int limited)
            implements Hook {
        public Loaded based(String commit) {
            return with(
                    fence,
                    Optional.of(commit),
                    sessionUp,
                    sessions,
                    waitsFor,
                    claim,
                    course,
                    judged);
        }

        public Loaded started(Instant at) {
            return with(
                    fence, base, Optional.of(at), sessions + 1, waitsFor, claim, course, judged);
        }

        /// The session before is no more (or is no longer trusted): its fencing number is void.
        public Loaded superseded() {
            return with(
                    fence + 1, base, Optional.empty(), sessions, waitsFor, claim, course, judged);
        }

        public Loaded waiting(BeadId question) {
            return with(
                    fence, base, sessionUp, sessions, Optional.of(question), claim, course, judged);
        }

        public Loaded waitedOut() {
            return with(fence, base, sessionUp, sessions, Optional.empty(), claim, course, judged);
        }

        public Loaded claimed(String summary) {
            return with(
                    fence,
                    base,
                    sessionUp,
                    sessions,
                    waitsFor,
                    Optional.of(summary),
                    course,
                    judged);
        }

        public Loaded on(Course next) {
            return with(
                    fence, base, sessionUp, sessions, waitsFor, claim, Optional.of(next), judged);
        }

        public Loaded judgedBy(String commit) {
            return with(
                    fence, base, sessionUp, sessions, waitsFor, claim, course, Optional.of(commit));
        }

        /// A limit of the provider or of spending ended the session: that says nothing about the work.
        public Loaded limitMet() {
            return new Loaded(
                    fence,
                    bead,
                    convoy,
                    attempt,
                    since,
                    base,
                    sessionUp,
                    sessions,
                    waitsFor,
                    claim,
                    course,
                    judged,
                    limited + 1);
        }

        /// How it goes so far.
        public Course courseSoFar() {
            return course.orElse(Course.NEW);
        }

        private Loaded with(
                long newFence,
                Optional<String> newBase,
                Optional<Instant> newSessionUp,
                int newSessions,
                Optional<BeadId> newWaitsFor,
                Optional<String> newClaim,
                Optional<Course> newCourse,
                Optional<String> newJudged) {
            return new Loaded(
                    newFence,
                    bead,
                    convoy,
                    attempt,
                    since,
                    newBase,
                    newSessionUp,
                    newSessions,
                    newWaitsFor,
                    newClaim,
                    newCourse,
                    newJudged,
                    limited);
        }

        public Empty clear(Instant at) {
            return new Empty(fence, at);
        }
    }
}
