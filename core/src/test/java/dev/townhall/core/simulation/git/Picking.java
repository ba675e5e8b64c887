package dev.townhall.core.simulation.git;

import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.RigRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Puts candidates on a commit, file by file: a file that both sides changed differently conflicts.
final class Picking {
    private final Objects objects;

    Picking(Objects objects) {
        this.objects = objects;
    }

    RigRepository.Stack stack(CommitId onto, List<RigRepository.Candidate> candidates) {
        List<RigRepository.Entry> entries = new ArrayList<>();
        CommitId tip = onto;
        for (RigRepository.Candidate candidate : candidates) {
            RigRepository.Entry entry = pick(tip, candidate);
            entries.add(entry);
            if (entry instanceof RigRepository.Clean clean) {
                tip = clean.commit();
            }
        }
        return new RigRepository.Stack(onto, tip, entries);
    }

    private RigRepository.Entry pick(CommitId tip, RigRepository.Candidate candidate) {
        Map<String, String> base = objects.get(candidate.base()).files();
        Snapshot head = objects.get(candidate.head());
        Map<String, String> now = new TreeMap<>(objects.get(tip).files());
        List<String> conflicts = new ArrayList<>();
        for (String path : paths(base, head.files())) {
            String wanted = head.files().get(path);
            String found = now.get(path);
            if (java.util.Objects.equals(wanted, base.get(path))
                    || java.util.Objects.equals(wanted, found)) {
                continue;
            }
            if (!java.util.Objects.equals(found, base.get(path))) {
                conflicts.add(path);
            } else if (wanted == null) {
                now.remove(path);
            } else {
                now.put(path, wanted);
            }
        }
        if (!conflicts.isEmpty()) {
            return new RigRepository.Conflict(candidate, conflicts);
        }
        if (now.equals(objects.get(tip).files())) {
            return new RigRepository.Empty(candidate);
        }
        Snapshot commit =
                Snapshot.of(
                        Optional.of(tip),
                        now,
                        candidate.author().text(),
                        head.message(),
                        Optional.of(candidate.bead()),
                        head.at());
        return new RigRepository.Clean(candidate, objects.add(commit).id());
    }

    private static Set<String> paths(Map<String, String> one, Map<String, String> other) {
        Set<String> paths = new TreeSet<>(one.keySet());
        paths.addAll(other.keySet());
        return paths;
    }

    RigRepository.DiffSummary diff(CommitId base, CommitId head, int filesMax) {
        Map<String, String> before = objects.get(base).files();
        Map<String, String> after = objects.get(head).files();
        List<String> changed = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String path : paths(before, after)) {
            if (!java.util.Objects.equals(before.get(path), after.get(path))) {
                changed.add(path);
                text.append(path).append('\n').append(after.get(path)).append('\n');
            }
        }
        return new RigRepository.DiffSummary(
                changed.size(),
                changed.size(),
                0,
                changed.stream().limit(filesMax).toList(),
                Snapshot.sha1(text.toString()));
    }
}
