package dev.townhall.core.question;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something an agent wants to know of a person. Stored on a bead of type `gate`: the agent waits
/// for it, not a process. Every edge leads from OPEN to one of the others, once.
///
/// ```
///   OPEN --answer--> ANSWERED
///     +----time----> EXPIRED       nobody answered
///     +--no waiter-> WITHDRAWN     the work left the agent's hook
/// ```
///
/// @param agentBead the bead of the agent that asks
/// @param bead the work it is about
/// @param onHook whether the agent's hook waits for it; else the answer is sent as a letter
/// @param options to choose from; empty for free text, which is welcome either way
/// @param answer the option chosen or the words of the person
public record Question(
        State state,
        Optional<RigName> rig,
        Actor asker,
        BeadId agentBead,
        Optional<BeadId> bead,
        Optional<BeadId> convoy,
        boolean onHook,
        String text,
        List<String> options,
        Instant asked,
        Instant expires,
        String answer,
        Optional<Actor> answeredBy,
        Optional<Instant> settledAt) {
    public static final Aspect<Question> ASPECT = new Aspect<>("question", Question.class);
    public static final int TEXT_CHARS_MAX = 4_000;
    public static final int ANSWER_CHARS_MAX = 8_000;
    public static final int OPTIONS_MAX = 8;

    /// What fits on a button of any network.
    public static final int OPTION_CHARS_MAX = 75;

    public enum State {
        OPEN,
        ANSWERED,
        EXPIRED,
        WITHDRAWN
    }

    public Question {
        Check.that(
                !text.isBlank() && text.length() <= TEXT_CHARS_MAX,
                "A question is 1 to %s characters; found %s.",
                TEXT_CHARS_MAX,
                text.length());
        Check.that(
                options.isEmpty() || (options.size() >= 2 && options.size() <= OPTIONS_MAX),
                "A question has no options or 2 to %s; found %s.",
                OPTIONS_MAX,
                options.size());
        for (String option : options) {
            Check.that(
                    !option.isBlank() && option.length() <= OPTION_CHARS_MAX,
                    "An option is 1 to %s characters; found %s.",
                    OPTION_CHARS_MAX,
                    option.length());
        }
        Check.that(
                options.stream().distinct().count() == options.size(),
                "Two options of a question may not be the same.");
        options = List.copyOf(options);
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    Question answered(String words, Actor by, Instant at) {
        return settled(State.ANSWERED, words, Optional.of(by), at);
    }

    Question expired(Instant at) {
        return settled(State.EXPIRED, "", Optional.empty(), at);
    }

    Question withdrawn(Instant at) {
        return settled(State.WITHDRAWN, "", Optional.empty(), at);
    }

    private Question settled(State end, String words, Optional<Actor> by, Instant at) {
        Check.that(isOpen(), "The question is %s already.", state);
        return new Question(
                end,
                rig,
                asker,
                agentBead,
                bead,
                convoy,
                onHook,
                text,
                options,
                asked,
                expires,
                words,
                by,
                Optional.of(at));
    }
}
