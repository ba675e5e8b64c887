package dev.townhall.core.worktree;

import dev.townhall.core.worktree.RigRepository.DiffSummary;
import dev.townhall.core.worktree.RigRepository.FileChange;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.ObjectId;

/// What lies between two commits.
final class Diffs {
    private static final int ID_DIGITS = 40;

    private Diffs() {}

    static DiffSummary summary(Store store, ObjectId base, ObjectId head, int filesMax)
            throws IOException {
        MessageDigest digest = sha256();
        int added = 0;
        int removed = 0;
        List<FileChange> changes = new ArrayList<>();
        int files;
        DiffExcerpt excerpt = new DiffExcerpt();
        try (OutputStream text = new DigestOutputStream(excerpt, digest);
                DiffFormatter formatter = new DiffFormatter(text)) {
            formatter.setRepository(store.repository());
            formatter.setAbbreviationLength(ID_DIGITS);
            formatter.setDetectRenames(false);
            List<DiffEntry> entries = formatter.scan(store.treeOf(base), store.treeOf(head));
            files = entries.size();
            for (DiffEntry entry : entries) {
                boolean gone = entry.getChangeType() == DiffEntry.ChangeType.DELETE;
                int plus = 0;
                int minus = 0;
                for (Edit edit : formatter.toFileHeader(entry).toEditList()) {
                    plus += edit.getLengthB();
                    minus += edit.getLengthA();
                }
                added += plus;
                removed += minus;
                if (changes.size() < filesMax) {
                    String name = gone ? entry.getOldPath() : entry.getNewPath();
                    changes.add(new FileChange(name, plus, minus));
                }
                formatter.format(entry);
            }
            formatter.flush();
        }
        return new DiffSummary(
                files,
                added,
                removed,
                changes,
                HexFormat.of().formatHex(digest.digest()),
                excerpt.text());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
