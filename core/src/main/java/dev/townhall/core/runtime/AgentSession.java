package dev.townhall.core.runtime;

import dev.townhall.core.foundation.check.TownException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A running session. Thread-safe.
public interface AgentSession extends AutoCloseable {
    /// What a runtime gives back that could not start: its [SessionUpdate.Ended] said why.
    static AgentSession neverStarted() {
        return new NeverStarted();
    }

    /// Sends a turn. WRONG_STATE while another runs or after the end.
    void prompt(Turn turn);

    /// Ends the current turn, if one runs; its [SessionUpdate.TurnEnded] says CANCELLED.
    void cancel();

    /// Answers a permission request by its id. Unknown or answered ids are ignored.
    void answer(String permissionId, PermissionAnswer answer);

    /// Answers an agent's question by its id. Unknown or answered ids are ignored.
    default void reply(String questionId, Reply reply) {}

    /// Changes a setting the session offered; [SessionUpdate.Settings] or a finding tells what came
    /// of it. NOT_FOUND when it was not offered.
    default void set(String settingId, String value) {
        throw TownException.notFound(
                "The session offers no setting '%s' to set to '%s'.".formatted(settingId, value));
    }

    /// Whether its next turn knows of those before; else it is to be told everything anew.
    default boolean remembers() {
        return true;
    }

    boolean isAlive();

    /// Ends the session and its whole process tree. Idempotent.
    @Override
    void close();

    /// One turn. Structured, because text from people is data: what the town says stands in
    /// `instruction`; a shell session runs `script` and ignores the rest.
    ///
    /// @param attempt 1 for the first try at the bead
    record Turn(String instruction, Optional<String> script, int attempt) {}

    /// What a person, or a rule, decided about a permission request.
    sealed interface PermissionAnswer {
        PermissionAnswer ALLOW_ONCE = new AllowOnce();
        PermissionAnswer DENY = new Deny();

        /// Yes, this time. Becomes the one option the agent offered for that; where there is none,
        /// or several that cannot be told apart, the request is refused.
        record AllowOnce() implements PermissionAnswer {}

        record Deny() implements PermissionAnswer {}

        /// Exactly this option of those offered; one that was not offered refuses the request.
        record Option(String optionId) implements PermissionAnswer {}
    }

    /// What a person answered to an agent's question.
    sealed interface Reply {
        /// The form, filled in.
        ///
        /// @param values by the names of the question's fields; a text, a number, a yes or no, or a
        ///     list of texts
        record Accept(Map<String, Object> values) implements Reply {
            public Accept {
                values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            }
        }

        /// Nobody answers it.
        record Decline() implements Reply {}
    }
}
