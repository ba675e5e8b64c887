package dev.townhall.core.runtime;

/// One of the answers an agent offers to its permission request. Ids mean something only to that
/// agent, in that request.
public record PermissionOption(String id, Kind kind, String label) {
    public enum Kind {
        ALLOW_ONCE,
        ALLOW_ALWAYS,
        REJECT_ONCE,
        REJECT_ALWAYS,
        /// Not told, or a word this town does not know.
        OTHER
    }
}
