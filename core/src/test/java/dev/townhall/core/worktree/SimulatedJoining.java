package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.worktree.RigRepository.Begun;
import dev.townhall.core.worktree.RigRepository.Candidate;
import dev.townhall.core.worktree.RigRepository.Past;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Begins and ends merges of simulated commits, file by file.
final class SimulatedJoining {
    private static final String OURS = "<<<<<<< the target";

    private final SimulatedGit git;

    SimulatedJoining(SimulatedGit git) {
        this.git = git;
    }

    Begun begin(CommitId onto, Candidate candidate) {
        SimulatedCommit head = git.commit(candidate.head());
        Map<String, String> base = git.commit(candidate.base()).files();
        Map<String, String> ours = git.commit(onto).files();
        NavigableMap<String, String> merged = new TreeMap<>(ours);
        List<String> marked = new ArrayList<>();
        List<String> unmarked = new ArrayList<>();
        Set<String> paths = new TreeSet<>(base.keySet());
        paths.addAll(head.files().keySet());
        for (String path : paths) {
            String from = base.get(path);
            String to = head.files().get(path);
            String here = ours.get(path);
            if (Objects.equals(from, to) || Objects.equals(here, to)) {
                continue;
            }
            if (Objects.equals(from, here)) {
                if (to == null) {
                    merged.remove(path);
                } else {
                    merged.put(path, to);
                }
            } else if (here == null || to == null) {
                unmarked.add(path);
            } else {
                marked.add(path);
                merged.put(
                        path,
                        "%s\n%s\n=======\n%s\n>>>>>>> %s\n"
                                .formatted(OURS, here, to, candidate.bead()));
            }
        }
        String message = Signatures.withTrailer("Merge begun\n", candidate.bead());
        SimulatedCommit begun =
                git.add(
                        SimulatedCommit.of(
                                merged, List.of(onto), "refinery", head.authored(), message));
        return new Begun(begun.id(), marked, unmarked);
    }

    List<String> marked(CommitId onto, CommitId head, Candidate candidate) {
        Map<String, String> before = git.commit(onto).files();
        List<String> marked = new ArrayList<>();
        git.commit(head)
                .files()
                .forEach((path, text) -> {
                    boolean markers =
                            text.contains(OURS) || text.contains(">>>>>>> " + candidate.bead());
                    if (markers && !text.equals(before.get(path))) {
                        marked.add(path);
                    }
                });
        return marked;
    }

    CommitId join(CommitId onto, CommitId head, Candidate candidate, Actor by) {
        SimulatedCommit work = git.commit(candidate.head());
        String message =
                Signatures.withTrailer(
                        Signatures.withLine(work.message(), "Joined-by: " + by), candidate.bead());
        return git.add(
                        SimulatedCommit.of(
                                git.commit(head).files(),
                                List.of(onto),
                                work.author(),
                                work.authored(),
                                message))
                .id();
    }

    List<Past> history(CommitId base, CommitId head, List<String> files, int max) {
        Set<CommitId> before = new HashSet<>(git.ancestry(base, Set.of()));
        List<Past> found = new ArrayList<>();
        for (CommitId id : git.ancestry(head, before)) {
            SimulatedCommit commit = git.commit(id);
            Map<String, String> parent =
                    commit.parents().isEmpty()
                            ? Map.of()
                            : git.commit(commit.parents().getFirst()).files();
            boolean touches =
                    files.stream()
                            .anyMatch(file ->
                                    !Objects.equals(commit.files().get(file), parent.get(file)));
            if (touches && found.size() < max) {
                found.add(new Past(id, commit.title(), commit.bead().map(BeadId::new)));
            }
        }
        return found;
    }
}
