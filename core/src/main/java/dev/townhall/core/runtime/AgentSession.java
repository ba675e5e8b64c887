package dev.townhall.core.runtime;

/// A running session. Thread-safe.
public interface AgentSession extends AutoCloseable {
    /// Sends a turn. WRONG_STATE while another runs or after the end.
    void prompt(Turn turn);

    /// Ends the current turn, if one runs; its [SessionUpdate.TurnEnded] says CANCELLED.
    void cancel();

    /// Answers a permission request by its id. Unknown or answered ids are ignored.
    void answer(String permissionId, PermissionAnswer answer);

    boolean isAlive();

    /// Ends the session and its whole process tree. Idempotent.
    @Override
    void close();

    /// One turn. Structured, because text from people is data: what the town says stands in
    /// `instruction`; a shell session runs `script` and ignores the rest.
    ///
    /// @param attempt 1 for the first try at the bead
    record Turn(String instruction, java.util.Optional<String> script, int attempt) {}

    enum PermissionAnswer {
        ALLOW_ONCE,
        DENY
    }
}
