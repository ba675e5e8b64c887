package dev.townhall.core.worktree;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A commit of the simulated git. Its id follows from its content.
///
/// @param files whole contents by path
/// @param author `nux <shop/polecats/nux@townhall.localhost>`
public record SimulatedCommit(
        CommitId id,
        NavigableMap<String, String> files,
        List<CommitId> parents,
        String author,
        Instant authored,
        String message) {

    static SimulatedCommit of(
            Map<String, String> files,
            List<CommitId> parents,
            String author,
            Instant authored,
            String message) {
        NavigableMap<String, String> sorted =
                Collections.unmodifiableNavigableMap(new TreeMap<>(files));
        List<CommitId> own = List.copyOf(parents);
        CommitId id = new CommitId(hash(sorted, own, author, authored, message));
        return new SimulatedCommit(id, sorted, own, author, authored, message);
    }

    private static String hash(
            NavigableMap<String, String> files,
            List<CommitId> parents,
            String author,
            Instant authored,
            String message) {
        StringBuilder text = new StringBuilder(message).append('\0');
        text.append(author).append('\0').append(authored).append('\0').append(parents);
        files.forEach(
                (file, content) -> text.append('\0').append(file).append('\0').append(content));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of()
                    .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public String title() {
        return Signatures.subject(message);
    }

    /// The bead named by the commit's trailer.
    public Optional<String> bead() {
        return message.lines()
                .filter(line -> line.startsWith("Bead: "))
                .map(line -> line.substring("Bead: ".length()))
                .findFirst();
    }

    /// What the refinery keeps when it puts a commit on another.
    String signature() {
        return author + "\n" + authored + "\n" + title();
    }
}
