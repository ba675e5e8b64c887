package dev.townhall.core.session;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Plants;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.util.Optional;

/// Takes over into the rig's store what workers left in their trees, and tells what they planted
/// there.
final class Saving {
    private final Repositories repositories;
    private final Plants plants;
    private final Time time;

    Saving(Repositories repositories, Findings findings, Time time) {
        this.repositories = repositories;
        this.plants = new Plants(findings);
        this.time = time;
    }

    /// The worker's own tree with what sessions before this one left, or else as the work began.
    Duty.Workplace workplace(Task task) {
        RigRepository repository = repositories.open(task.rig().name());
        CommitId from = left(task).orElse(task.base());
        Path folder = repository.prepare(task.actor(), task.branch(), from);
        begun(task);
        return new Duty.Workplace(
                folder,
                task.rig()
                        .sandboxing()
                        .confinement()
                        .alsoWritable(folder)
                        .alsoReadable(repository.objects()));
    }

    /// A new session begins in a fresh tree: what is planted from now on is told again. One that
    /// only verifies what was saved is no such session.
    void begun(Task task) {
        plants.forget(task.actor().text());
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
        plants.tell(
                task.actor().text(),
                "While working on " + task.bead().id(),
                repository.planted(task.actor()));
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
