package dev.townhall.core.session;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.util.List;
import java.util.Optional;

/// Takes over into the rig's store what workers left in their trees, and tells what they planted
/// there.
final class Saving {
    /// The kind of finding about a git directory that a worker prepared as a trap.
    private static final String PLANTED = "planted";

    private final Repositories repositories;
    private final Findings findings;
    private final Time time;

    Saving(Repositories repositories, Findings findings, Time time) {
        this.repositories = repositories;
        this.findings = findings;
        this.time = time;
    }

    /// A new session begins in a fresh tree: what is planted from now on is told again. One that
    /// only verifies what was saved is no such session.
    void begun(Task task) {
        findings.cleared(PLANTED, task.actor().text());
    }

    /// The commit that holds what the tree holds beyond the base; LIMIT when it is too large.
    Optional<CommitId> save(Task task) {
        RigRepository repository = repositories.open(task.rig().name());
        Optional<CommitId> saved =
                repository.save(
                        task.actor(),
                        task.branch(),
                        task.base(),
                        task.bead().id(),
                        task.bead().title(),
                        time.now());
        List<String> planted = repository.planted(task.actor());
        if (!planted.isEmpty()) {
            findings.raised(
                    PLANTED,
                    task.actor().text(),
                    "While working on %s it left in its git directory: %s. The town runs and reads nothing of that; look at what the worker did."
                            .formatted(task.bead().id(), String.join(", ", planted)));
        }
        return saved;
    }

    /// What sessions before this one left for the same work. A tree is only looked at once one was
    /// started in it: before that it holds something else. What is too large to be saved is put
    /// aside by the next.
    Optional<CommitId> left(Task task) {
        if (task.hook().sessions() == 0) {
            return Optional.empty();
        }
        return savedUnlessTooLarge(task)
                .or(() -> repositories.open(task.rig().name()).branchHead(task.branch()))
                .filter(head -> !head.equals(task.base()));
    }

    private Optional<CommitId> savedUnlessTooLarge(Task task) {
        try {
            return save(task);
        } catch (TownException e) {
            if (e.code() != ErrorCode.LIMIT) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
