package dev.townhall.core.person;

/// What a person may do; each role may do what the ones before it may.
public enum Role {
    /// Nothing: unknown people and bots.
    NONE,
    /// Read.
    VIEWER,
    /// Plan, sling, nudge, pause.
    OPERATOR,
    /// Launch work that runs commands, approve merges, settle escalations.
    APPROVER,
    /// Everything.
    OWNER;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
