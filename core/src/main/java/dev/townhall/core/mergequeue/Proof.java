package dev.townhall.core.mergequeue;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.worktree.CommitId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stack being proved by the gates. Thread-safe: the gates' thread finishes it.
final class Proof {
    private final CommitId target;
    private final CommitId tip;
    private final List<Part> parts;
    private GateRunner.@Nullable Job job;
    private GateRunner.@Nullable GateResult result;

    Proof(CommitId target, CommitId tip, List<Part> parts) {
        this.target = target;
        this.tip = tip;
        this.parts = List.copyOf(parts);
    }

    /// One request in the stack.
    ///
    /// @param before the commit below it in the stack, @param commit its own last one
    record Part(BeadId id, MergeRequest request, CommitId before, CommitId commit) {}

    CommitId target() {
        return target;
    }

    CommitId tip() {
        return tip;
    }

    List<Part> parts() {
        return parts;
    }

    synchronized void running(GateRunner.Job started) {
        job = started;
    }

    synchronized void finish(GateRunner.GateResult found) {
        result = found;
    }

    synchronized Optional<GateRunner.GateResult> result() {
        return Optional.ofNullable(result);
    }

    synchronized void end() {
        if (job != null) {
            job.end();
        }
    }

    /// The parts whose requests are still where this proof put them.
    List<Part> stillProving(Transaction tx) {
        return parts.stream()
                .filter(part -> {
                    MergeRequest now = MergeRequests.get(tx, part.id());
                    return now.phase() == MergeRequest.Phase.PREPARING
                            && now.stacked().equals(part.commit().text());
                })
                .toList();
    }
}
