package dev.townhall.core.worktree;

import dev.townhall.core.worktree.RigRepository.DiffSummary;
import dev.townhall.core.worktree.RigRepository.FileChange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/// What lies between two simulated trees.
final class SimulatedDiff {
    private SimulatedDiff() {}

    static DiffSummary between(
            NavigableMap<String, String> base, NavigableMap<String, String> head, int filesMax) {
        NavigableSet<String> paths = new TreeSet<>(base.keySet());
        paths.addAll(head.keySet());
        paths.removeIf(path -> base.getOrDefault(path, "\0").equals(head.getOrDefault(path, "\0")));
        int added = 0;
        int removed = 0;
        StringBuilder text = new StringBuilder();
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            String from = base.getOrDefault(path, "");
            String to = head.getOrDefault(path, "");
            text.append(path).append('\0').append(from).append('\0').append(to).append('\0');
            int plus = 0;
            int minus = 0;
            for (Edit edit :
                    new HistogramDiff().diff(RawTextComparator.DEFAULT, raw(from), raw(to))) {
                plus += edit.getLengthB();
                minus += edit.getLengthA();
            }
            added += plus;
            removed += minus;
            changes.add(new FileChange(path, plus, minus));
        }
        return new DiffSummary(
                paths.size(),
                added,
                removed,
                changes.stream().limit(filesMax).toList(),
                sha256(text),
                text.toString().replace('\0', '\n'));
    }

    private static RawText raw(String text) {
        return new RawText(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(CharSequence text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
