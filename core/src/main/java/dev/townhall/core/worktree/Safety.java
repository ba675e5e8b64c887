package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.text.Counted;
import dev.townhall.core.worktree.RigRepository.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/// Which commits of a store would be lost with it: those the remote has neither as they are nor as
/// the copies the refinery made of them. An earlier try at a bead that was merged counts as replaced.
final class Safety {
    private static final BeadId ANY_BEAD = new BeadId("hq-safety");

    private final Store store;
    private final Actor refinery;

    Safety(Store store, Actor refinery) {
        this.store = store;
        this.refinery = refinery;
    }

    /// @param names of the branches and rescues to look at
    List<String> refsAtRisk(Predicate<String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        OnTarget target = null;
        for (String prefix : List.of(Constants.R_HEADS, Rescues.PREFIX)) {
            for (Store.Named ref : store.refs(prefix)) {
                if (!names.test(ref.name().substring(prefix.length()))) {
                    continue;
                }
                List<RevCommit> commits = beyondRemote(ref.id());
                if (commits.isEmpty()) {
                    continue;
                }
                target = target == null ? onTarget() : target;
                boolean replaced =
                        prefix.equals(Constants.R_HEADS)
                                && target.beads().contains(bead(commits.getFirst()));
                if (!replaced && !isMerged(commits, target)) {
                    lines.add(line(prefix, ref.name().substring(prefix.length()), commits));
                }
            }
        }
        return lines;
    }

    private static String line(String prefix, String name, List<RevCommit> commits) {
        String subject = commits.getFirst().getShortMessage();
        return prefix.equals(Constants.R_HEADS)
                ? "branch %s is not merged: %s (%s)"
                        .formatted(name, Counted.of(commits.size(), "commit"), subject)
                : "rescue/%s is only here: %s".formatted(name, subject);
    }

    /// Newest first.
    private List<RevCommit> beyondRemote(ObjectId head) throws IOException {
        try (RevWalk walk = new RevWalk(store.repository())) {
            walk.sort(RevSort.TOPO);
            walk.markStart(walk.parseCommit(head));
            for (Store.Named remote : store.refs(Store.REMOTE_BRANCHES)) {
                walk.markUninteresting(walk.parseCommit(remote.id()));
            }
            List<RevCommit> commits = new ArrayList<>();
            for (RevCommit commit : walk) {
                walk.parseBody(commit);
                commits.add(commit);
            }
            return commits;
        }
    }

    /// The refinery keeps author, author time and title: they recognise its copies.
    private OnTarget onTarget() throws IOException {
        Set<String> signatures = new HashSet<>();
        Set<String> beads = new HashSet<>();
        try (RevWalk walk = new RevWalk(store.repository())) {
            walk.markStart(walk.parseCommit(store.targetHead()));
            for (RevCommit commit : walk) {
                signatures.add(signature(commit));
                beads.add(bead(commit));
            }
        }
        beads.remove("");
        return new OnTarget(signatures, beads);
    }

    private record OnTarget(Set<String> signatures, Set<String> beads) {}

    /// The bead a commit names, or nothing.
    private static String bead(RevCommit commit) {
        return Signatures.bead(commit.getFullMessage());
    }

    private static String signature(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        return author.getEmailAddress()
                + "\n"
                + author.getWhenAsInstant().getEpochSecond()
                + "\n"
                + Signatures.subject(commit.getFullMessage());
    }

    private boolean isMerged(List<RevCommit> commits, OnTarget target) throws IOException {
        if (commits.stream().allMatch(c -> target.signatures().contains(signature(c)))) {
            return true;
        }
        RevCommit oldest = commits.getLast();
        if (oldest.getParentCount() != 1) {
            return false;
        }
        Candidate candidate =
                new Candidate(
                        "",
                        new CommitId(oldest.getParent(0).name()),
                        new CommitId(commits.getFirst().name()),
                        refinery,
                        ANY_BEAD);
        CommitId onto = new CommitId(store.targetHead().name());
        try (Stacking stacking = new Stacking(store, refinery)) {
            return stacking.stack(onto, List.of(candidate)).entries().getFirst()
                    instanceof RigRepository.Empty;
        }
    }
}
