package dev.townhall.core.worktree;

import dev.townhall.core.worktree.RigRepository.Candidate;
import dev.townhall.core.worktree.RigRepository.Clean;
import dev.townhall.core.worktree.RigRepository.Conflict;
import dev.townhall.core.worktree.RigRepository.Empty;
import dev.townhall.core.worktree.RigRepository.Entry;
import dev.townhall.core.worktree.RigRepository.Stack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Stacks of simulated commits, merged file by file.
final class SimulatedStacking {
    private final SimulatedGit git;

    SimulatedStacking(SimulatedGit git) {
        this.git = git;
    }

    Stack stack(CommitId onto, List<Candidate> candidates) {
        List<Entry> entries = new ArrayList<>();
        CommitId tip = onto;
        for (Candidate candidate : candidates) {
            NavigableSet<String> conflicts = new TreeSet<>();
            CommitId next = put(tip, candidate, conflicts);
            if (!conflicts.isEmpty()) {
                entries.add(new Conflict(candidate, List.copyOf(conflicts)));
            } else if (next.equals(tip)) {
                entries.add(new Empty(candidate));
            } else {
                entries.add(new Clean(candidate, next));
                tip = next;
            }
        }
        return new Stack(onto, tip, entries);
    }

    private CommitId put(CommitId onto, Candidate candidate, NavigableSet<String> conflicts) {
        Set<CommitId> there = new HashSet<>(git.ancestry(onto, Set.of()));
        there.addAll(git.ancestry(candidate.base(), Set.of()));
        CommitId tip = onto;
        for (CommitId id : git.ancestry(candidate.head(), there).reversed()) {
            SimulatedCommit commit = git.commit(id);
            NavigableMap<String, String> base = git.commit(commit.parents().getFirst()).files();
            NavigableMap<String, String> ours = git.commit(tip).files();
            NavigableMap<String, String> merged = merge(base, ours, commit.files(), conflicts);
            if (!merged.equals(ours)) {
                String message = Signatures.withTrailer(commit.message(), candidate.bead());
                tip =
                        git.add(
                                        SimulatedCommit.of(
                                                merged,
                                                List.of(tip),
                                                commit.author(),
                                                commit.authored(),
                                                message))
                                .id();
            }
        }
        return tip;
    }

    private static NavigableMap<String, String> merge(
            NavigableMap<String, String> base,
            NavigableMap<String, String> ours,
            NavigableMap<String, String> theirs,
            NavigableSet<String> conflicts) {
        NavigableMap<String, String> merged = new TreeMap<>(ours);
        NavigableSet<String> paths = new TreeSet<>(base.keySet());
        paths.addAll(theirs.keySet());
        for (String path : paths) {
            String from = base.get(path);
            String to = theirs.get(path);
            String here = ours.get(path);
            if (Objects.equals(from, to) || Objects.equals(here, to)) {
                continue;
            }
            if (!Objects.equals(from, here)) {
                conflicts.add(path);
            } else if (to == null) {
                merged.remove(path);
            } else {
                merged.put(path, to);
            }
        }
        return merged;
    }
}
