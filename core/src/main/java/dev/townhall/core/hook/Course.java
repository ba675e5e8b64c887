package dev.townhall.core.hook;

import java.util.Optional;

/// How it goes with an agent that has a model, on one piece of work.
///
/// @param quietTurns turns in a row that ended without a word on what became of the work
/// @param lostSessions sessions in a row that ended before a turn of theirs did
/// @param failedStarts sessions in a row that did not come up
/// @param idleHandoffs handoffs in a row that left the tree as it was before
/// @param left what the tree held at the last handoff, by name; empty when that was nothing
public record Course(
        int quietTurns,
        int lostSessions,
        int failedStarts,
        int idleHandoffs,
        Optional<String> left) {
    public static final Course NEW = new Course(0, 0, 0, 0, Optional.empty());

    /// A turn ended, and nothing was said with a tool.
    public Course quiet() {
        return new Course(quietTurns + 1, 0, 0, idleHandoffs, left);
    }

    /// A turn ended for another reason than that its agent had nothing to say: it was ended for a
    /// nudge, or the agent handed off.
    public Course ended() {
        return new Course(quietTurns, 0, 0, idleHandoffs, left);
    }

    /// A session handed off.
    ///
    /// @param now what the tree holds
    public Course handedOff(Optional<String> now) {
        int idle = now.equals(left) ? idleHandoffs + 1 : 0;
        return new Course(quietTurns, lostSessions, failedStarts, idle, now);
    }

    public Course lost() {
        return new Course(quietTurns, lostSessions + 1, 0, idleHandoffs, left);
    }

    public Course notStarted() {
        return new Course(quietTurns, lostSessions, failedStarts + 1, idleHandoffs, left);
    }
}
