package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import java.time.ZoneOffset;
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
