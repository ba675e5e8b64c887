package dev.townhall.core.foundation.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends children that take more of the machine than their [Limits], and who takes the last of it. Any
/// user can do that, where control groups would want to be handed over. Linux only; elsewhere it sees
/// nothing. Thread-safe.
///
/// Four times a second it asks what the whole machine has left, which costs next to nothing, and looks
/// at each child when that changed by an eighth of what the least of them may take: so nobody gets far,
/// and idle children cost nothing. Each is looked at every few seconds anyway. Disks, which can be
/// slow, have a thread of their own.
final class LimitWatch {
    /// Of what the least of them may take, what is worth a look.
    static final int PART = 8;

    private static final Logger LOG = LoggerFactory.getLogger(LimitWatch.class);

    private final Lookout memory = new Lookout("limits", new MemoryGlance());
    private final Lookout disks = new Lookout("limits of disks", new DiskGlance());

    /// Watches a child until it has ended. Never fails: the child runs already.
    void add(Child child, Processes.Command command) {
        if (!command.confinement().limits().areAny()) {
            return;
        }
        try {
            Watched next = Watched.of(child, command);
            memory.add(next);
            disks.add(next);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a child could not be watched");
        }
    }
}
