package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/// How agents sign, and how commits name their bead.
final class Signatures {
    private static final String TRAILER = "Bead: ";

    private Signatures() {}

    static PersonIdent of(String name, Actor actor, Instant at) {
        return new PersonIdent(name, email(actor), at, ZoneOffset.UTC);
    }

    /// `nux <shop/polecats/nux@townhall.localhost>`
    static PersonIdent worker(Actor worker, Instant at) {
        return of(worker.shortName(), worker, at);
    }

    static String email(Actor actor) {
        return actor + "@townhall.localhost";
    }

    /// Puts a commit in the worker's name into the store.
    static ObjectId workersCommit(
            ObjectInserter inserter,
            Actor worker,
            ObjectId tree,
            Optional<ObjectId> parent,
            String message,
            Instant at)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        parent.ifPresent(commit::setParentId);
        commit.setAuthor(worker(worker, at));
        commit.setCommitter(worker(worker, at));
        commit.setMessage(message);
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
    }

    /// `message` with the bead's trailer as its last line, exactly once.
    static String withTrailer(String message, BeadId bead) {
        String line = TRAILER + bead;
        StringBuilder kept = new StringBuilder();
        message.lines()
                .filter(l -> !l.strip().equals(line))
                .forEach(l -> kept.append(l).append('\n'));
        String text = kept.toString().stripTrailing();
        if (text.isEmpty()) {
            text = "Work on " + bead;
        }
        return text + (endsWithTrailers(text) ? "\n" : "\n\n") + line + "\n";
    }

    /// `message` with a trailer, exactly once.
    static String withLine(String message, String trailer) {
        String text = message.stripTrailing();
        return text.lines().anyMatch(trailer::equals)
                ? text
                : text + (endsWithTrailers(text) ? "\n" : "\n\n") + trailer;
    }

    /// Whether the last paragraph, if it is not the title, holds only `Key: value` lines.
    private static boolean endsWithTrailers(String text) {
        int paragraph = text.lastIndexOf("\n\n");
        return paragraph >= 0
                && text.substring(paragraph + 2)
                        .lines()
                        .allMatch(l -> l.matches("[A-Za-z0-9-]+: .*|[ \t].*"));
    }

    /// The bead named by the last trailer, or nothing.
    static String bead(String message) {
        return message.lines()
                .filter(line -> line.startsWith(TRAILER))
                .reduce((first, last) -> last)
                .map(line -> line.substring(TRAILER.length()).strip())
                .orElse("");
    }

    static String subject(String message) {
        return message.lines().findFirst().orElse("").strip();
    }
}
