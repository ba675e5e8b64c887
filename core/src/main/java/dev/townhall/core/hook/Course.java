package dev.townhall.core.hook;

/// How it goes with an agent that has a model, on one piece of work.
///
/// @param quietTurns turns in a row that ended without a word on what became of the work
/// @param lostSessions sessions in a row that ended before a turn of theirs did
/// @param failedStarts sessions in a row that did not come up
public record Course(int quietTurns, int lostSessions, int failedStarts) {
    public static final Course NEW = new Course(0, 0, 0);

    /// A turn ended, and nothing was said with a tool.
    public Course quiet() {
        return new Course(quietTurns + 1, 0, 0);
    }

    /// The agent said something that counts: it asked, and was answered.
    public Course heard() {
        return NEW;
    }

    /// A turn ended for another reason than that its agent had nothing to say: it was ended for a
    /// nudge, or the agent handed off.
    public Course ended() {
        return new Course(quietTurns, 0, 0);
    }

    public Course lost() {
        return new Course(quietTurns, lostSessions + 1, 0);
    }

    public Course notStarted() {
        return new Course(quietTurns, lostSessions, failedStarts + 1);
    }
}
