package dev.townhall.core.simulation.git;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.worktree.CommitId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A commit of the simulated world. Its id follows from its content.
///
/// @param files path to text
/// @param bead the trailer, if it has one
public record Snapshot(
        CommitId id,
        Optional<CommitId> parent,
        SortedMap<String, String> files,
        String author,
        String message,
        Optional<BeadId> bead,
        Instant at) {

    public static Snapshot of(
            Optional<CommitId> parent,
            Map<String, String> files,
            String author,
            String message,
            Optional<BeadId> bead,
            Instant at) {
        SortedMap<String, String> sorted = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        String content = parent + "\n" + sorted + "\n" + author + message + bead + at;
        return new Snapshot(new CommitId(sha1(content)), parent, sorted, author, message, bead, at);
    }

    static String sha1(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
