package dev.townhall.core.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a session tells the town while it lives. All text is capped by the runtime.
public sealed interface SessionUpdate {
    /// The agent is up; `nativeId` lets a later session resume it.
    record Started(Optional<String> nativeId, Features features) implements SessionUpdate {
        public Started(Optional<String> nativeId) {
            this(nativeId, Features.NONE);
        }
    }

    /// Words or output of the agent.
    record Text(String chunk) implements SessionUpdate {}

    /// What the agent says to itself.
    record Thought(String chunk) implements SessionUpdate {}

    /// The agent's own plan, replacing the one before.
    record PlanChanged(List<PlanEntry> entries) implements SessionUpdate {
        public PlanChanged {
            entries = List.copyOf(entries);
        }
    }

    /// A step of a plan.
    ///
    /// @param status `pending`, `in_progress`, `completed`, or the agent's own word
    record PlanEntry(String text, String status) {}

    /// A tool call began or changed: all that is known of it by now.
    ///
    /// @param kind `read`, `edit`, `execute`, … or `other`
    /// @param status `pending`, `in_progress`, `completed`, `failed`, or `unfinished` when the turn
    ///     ended over it
    record ToolCall(
            String callId,
            String title,
            String kind,
            String status,
            List<String> locations,
            List<FileChange> changes,
            String input,
            String output)
            implements SessionUpdate {
        public ToolCall {
            locations = List.copyOf(locations);
            changes = List.copyOf(changes);
        }

        public ToolCall(String callId, String title, String kind, String status) {
            this(callId, title, kind, status, List.of(), List.of(), "", "");
        }
    }

    /// What a tool call changes in a file.
    ///
    /// @param before empty for a new file
    record FileChange(String path, Optional<String> before, String after) {}

    /// The turn waits for a person.
    ///
    /// @param call what is to be done
    /// @param arguments exactly what the tool is to be given, as far as it was told and fits
    /// @param options never empty, with distinct ids
    record PermissionRequested(
            String permissionId, ToolCall call, JsonNode arguments, List<PermissionOption> options)
            implements SessionUpdate {
        public PermissionRequested {
            options = List.copyOf(options);
        }

        public String tool() {
            return call.title();
        }
    }

    /// A permission request waits no more.
    record PermissionClosed(String permissionId, Closing how, String detail)
            implements SessionUpdate {}

    /// The agent asks a person something; the turn waits.
    record Asked(String questionId, Question question) implements SessionUpdate {}

    /// A question waits no more.
    record QuestionClosed(String questionId, Closing how) implements SessionUpdate {}

    /// What can be set in this session, and how it is set now.
    record Settings(List<Setting> settings) implements SessionUpdate {
        public Settings {
            settings = List.copyOf(settings);
        }
    }

    /// Tokens of one call of the model.
    record Usage(long inputTokens, long outputTokens, long cachedReadTokens, long thoughtTokens)
            implements SessionUpdate {}

    /// How full the agent's context is, and what the session cost so far.
    record Context(long usedTokens, long sizeTokens, Optional<Cost> cost)
            implements SessionUpdate {}

    /// Money, as the agent counts it.
    record Cost(double amount, String currency) {}

    /// Something is odd about the agent; it lives on.
    record Finding(FindingKind kind, String detail) implements SessionUpdate {}

    /// A turn is over. Never a proof of anything: evidence is in the worktree.
    ///
    /// @param exitCode of the process that ran the turn, where there was one
    /// @param outputTail the end of what it printed, capped
    /// @param error what the agent reported instead of an end, if so
    record TurnEnded(
            StopReason reason,
            Optional<Integer> exitCode,
            String outputTail,
            long outputBytes,
            Duration duration,
            Optional<AgentError> error)
            implements SessionUpdate {
        public TurnEnded(
                StopReason reason,
                Optional<Integer> exitCode,
                String outputTail,
                long outputBytes,
                Duration duration) {
            this(reason, exitCode, outputTail, outputBytes, duration, Optional.empty());
        }
    }

    /// An error the agent reported: mostly its model's.
    ///
    /// @param code the agent's own, such as 429 or -32603
    record AgentError(int code, String message) {}

    /// The session is over; nothing comes after this.
    record Ended(Cause cause, String detail) implements SessionUpdate {}

    enum StopReason {
        END_TURN,
        CANCELLED,
        DEADLINE,
        /// A limit of tokens or of requests was reached.
        LIMIT,
        /// The model refused.
        REFUSED,
        FAILED,
        /// A reason this town does not know; the error says which.
        UNKNOWN
    }

    enum Cause {
        CLOSED,
        CRASHED,
        NOT_STARTED
    }

    /// Why something waits no more.
    enum Closing {
        ANSWERED,
        /// The turn or the session ended over it.
        CANCELLED,
        /// The runtime refused it by itself.
        REFUSED
    }

    /// What can be odd about an agent.
    enum FindingKind {
        /// It has said nothing for long. It may be waiting for its model.
        SILENT,
        /// It wrote what the protocol has no meaning for; that was skipped.
        BAD_OUTPUT,
        /// It spoke of another session.
        STRAY,
        /// It asked for what it does not get.
        REFUSED,
        /// It asked the town for a file that is not its own; it did not get that.
        TRESPASS,
        /// It said more than is kept.
        FLOOD,
        /// It does not do what it was asked to set or to use.
        UNSUPPORTED
    }
}
