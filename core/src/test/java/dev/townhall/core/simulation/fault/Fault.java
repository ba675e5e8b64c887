package dev.townhall.core.simulation.fault;

/// One kind of thing that goes wrong. `perMille` is its highest rate at one opportunity.
public enum Fault {
    /// The town's process dies at the boundary of a port call or of a commit.
    CRASH(12),
    DISK_FULL(30),
    CLOCK_JUMP(60),

    CLONE_FAILS(400),
    FETCH_FAILS(150),
    PUSH_REFUSED(200),
    /// The push was carried out, but its answer was lost.
    PUSH_ANSWER_LOST(200),
    /// Somebody else moved the target between fetch and push.
    TARGET_MOVED(250),
    /// Somebody else changed a file that many change, while work was being saved.
    TARGET_COLLIDES(500),
    TREE_FAILS(80),

    /// Somebody drops the convoy of a bead at the moment its work is being saved.
    RECALLED_MEANWHILE(60),

    SESSION_NOT_STARTED(100),
    AGENT_HANGS(100),
    /// Not even the deadline of its turn ends it.
    AGENT_IGNORES_DEADLINE(60),
    AGENT_CRASHES(150),
    AGENT_FAILS(150),
    /// Says that it is done and has done nothing.
    AGENT_LIES(150),
    AGENT_FLOODS(100),
    AGENT_COMMITS(300),
    /// Says that it joined two changes and left the markers.
    AGENT_LEAVES_MARKERS(400),
    /// Changes a file that is none of its business.
    AGENT_MEDDLES(300),
    /// Does not say what its turn used.
    AGENT_HIDES_COST(200),
    /// Wants to go on in a fresh session.
    AGENT_HANDS_OFF(150),
    /// The agent's provider gives its account nothing more for a while.
    PROVIDER_LIMIT(150),

    GATE_RED(150),
    GATE_HANGS(100),
    GATE_NOT_RUNNABLE(100),

    MESSAGE_LOST(100),
    MESSAGE_LATE(200),
    MESSAGE_TWICE(250),

    POST_LOST(150),
    POST_ANSWER_LOST(150),
    RATE_LIMITED(150),
    PEOPLE_LATE(300),
    PEOPLE_DENY(200),
    PEOPLE_MEDDLE(500),
    /// Somebody wants the member of the crew removed, whatever is in its tree.
    MEMBER_REMOVED(500),
    /// Somebody writes into the tree of a member that is to leave.
    TREE_EDITED(400);

    private final int perMille;

    Fault(int perMille) {
        this.perMille = perMille;
    }

    int perMille() {
        return perMille;
    }
}
