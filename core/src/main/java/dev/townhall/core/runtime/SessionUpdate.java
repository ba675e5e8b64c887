package dev.townhall.core.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a session tells the town while it lives.
public sealed interface SessionUpdate {
    /// The agent is up; `nativeId` lets a later session resume it.
    record Started(Optional<String> nativeId) implements SessionUpdate {}

    /// Words or output of the agent, capped by the runtime.
    record Text(String chunk) implements SessionUpdate {}

    /// The agent's own plan, replacing the one before.
    record PlanChanged(List<String> entries) implements SessionUpdate {}

    /// A tool call began or changed.
    record ToolCall(String callId, String title, String kind, String status)
            implements SessionUpdate {}

    /// The turn waits for a person.
    record PermissionRequested(String permissionId, String tool, JsonNode arguments)
            implements SessionUpdate {}

    record Usage(long inputTokens, long outputTokens) implements SessionUpdate {}

    /// A turn is over. Never a proof of anything: evidence is in the worktree.
    ///
    /// @param exitCode of the process that ran the turn, where there was one
    /// @param outputTail the end of what it printed, capped
    record TurnEnded(
            StopReason reason,
            Optional<Integer> exitCode,
            String outputTail,
            long outputBytes,
            Duration duration)
            implements SessionUpdate {}

    /// The session is over; nothing comes after this.
    record Ended(Cause cause, String detail) implements SessionUpdate {}

    enum StopReason {
        END_TURN,
        CANCELLED,
        DEADLINE,
        FAILED
    }

    enum Cause {
        CLOSED,
        CRASHED,
        NOT_STARTED
    }
}
