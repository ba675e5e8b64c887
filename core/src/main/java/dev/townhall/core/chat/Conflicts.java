package dev.townhall.core.chat;

import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.text.Counted;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Work that was sent back because it conflicts. Where many beads touch the same lines that happens
/// to one after another within seconds, and says each time the same; so a conversation has one post
/// about it for each [#TOGETHER], which is edited.
public final class Conflicts {
    /// How long conflicts are told in one post.
    public static final Duration TOGETHER = Duration.ofMinutes(10);

    private static final int FILES_SHOWN_MAX = 8;

    /// Rows of one post: the newest.
    private static final int ROWS_MAX = 30;

    private static final Pattern EARLIER = Pattern.compile("and ([0-9]+) more before");
    private static final String MARK = "○";

    private Conflicts() {}

    /// The post that tells of a conflict at `at`.
    public static String key(Conversation where, Instant at) {
        return "conflicts:%s:%s".formatted(where.key(), at.getEpochSecond() / TOGETHER.toSeconds());
    }

    /// @param before what the post says so far
    static Card of(LedgerView view, TownEvent.ReworkAsked event, Optional<Card> before) {
        Card.Row row = row(view, event);
        List<Card.Row> rows = new ArrayList<>(before.map(Conflicts::rows).orElse(List.of()));
        rows.removeIf(it -> it.id().equals(row.id()));
        rows.add(row);
        int earlier = takeEarlier(rows);
        while (rows.size() > ROWS_MAX) {
            rows.removeFirst();
            earlier++;
        }
        String heading =
                rows.size() == 1
                        ? "Sent back over a conflict"
                        : "Sent back over a conflict: %s%s"
                                .formatted(
                                        earlier == 0 ? "" : "more than ",
                                        Counted.of(rows.size(), "bead"));
        if (earlier > 0) {
            rows.addFirst(new Card.Row(MARK, "", "and %s more before".formatted(earlier), "", ""));
        }
        return new Card(
                "",
                Card.Tone.BAD,
                List.of(),
                Optional.empty(),
                List.of(new Card.Rows(heading, rows)),
                List.of(),
                "%s. Last %s: %s".formatted(heading, row.id(), row.detail()));
    }

    /// How many rows gave way so far: the first row says it, and is taken out.
    private static int takeEarlier(List<Card.Row> rows) {
        Matcher earlier = EARLIER.matcher(rows.getFirst().text());
        if (!rows.getFirst().id().isEmpty() || !earlier.matches()) {
            return 0;
        }
        rows.removeFirst();
        return Integer.parseInt(earlier.group(1));
    }

    private static List<Card.Row> rows(Card card) {
        return card.body().stream()
                .flatMap(block ->
                        block instanceof Card.Rows(String _, List<Card.Row> rows)
                                ? rows.stream()
                                : Stream.empty())
                .toList();
    }

    private static Card.Row row(LedgerView view, TownEvent.ReworkAsked event) {
        List<String> files = event.files();
        List<String> shown = files.subList(0, Math.min(FILES_SHOWN_MAX, files.size()));
        String cause = Works.sentence(Work.Rework.of(event.cause(), shown, event.detail()));
        int more = files.size() - shown.size();
        return new Card.Row(
                MARK,
                event.bead().text(),
                view.get(event.bead()).title(),
                "%s%s. Try %s comes next."
                        .formatted(
                                cause, more == 0 ? "" : " and " + more + " more", event.attempt()),
                "");
    }
}
