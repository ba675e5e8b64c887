package dev.townhall.server.command;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.server.up.RunningTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Waits for convoys and beads until they are done, or until it is clear that they will not be
/// without a person.
final class Waiting {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /// How often in a row it must look stranded before that is believed.
    private static final int STRANDED_LOOKS = 30;

    /// How long at most it is awaited that what hinders is tried again.
    private static final Duration TRIED_AGAIN_WITHIN = Duration.ofSeconds(60);

    private final Call call;
    private final List<String> named;
    private final Optional<Duration> timeout;

    Waiting(Call call, List<String> named, Optional<Duration> timeout) {
        this.call = call;
        this.named = named;
        this.timeout = timeout;
    }

    enum State {
        DONE,
        GOING_ON,
        NEEDS_PERSON,
        DROPPED
    }

    /// How far one of those waited for is.
    record Line(String id, State state, Tally tally, String why) {
        /// Nothing moves, and nobody is asked: perhaps only between two steps of the town.
        boolean isStranded() {
            return why.equals(Look.STRANDED);
        }
    }

    int run(boolean json) {
        RunningTown town = call.town();
        List<BeadId> ids =
                town.ledger()
                        .read(view ->
                                named.stream()
                                        .map(text -> Ids.bead(view, text).id())
                                        .distinct()
                                        .toList());
        Duration begun = town.time().elapsed();
        int stranded = 0;
        while (true) {
            Duration waited = town.time().elapsed().minus(begun);
            boolean patient = waited.compareTo(TRIED_AGAIN_WITHIN) < 0;
            Predicate<Finding> stands =
                    finding -> !patient || town.town().engine().triedSince(finding.about(), begun);
            List<Line> lines =
                    town.ledger().read(view -> Look.at(view, town.time().now(), stands).all(ids));
            stranded = lines.stream().anyMatch(Line::isStranded) ? stranded + 1 : 0;
            boolean sure = stranded == 0 || stranded >= STRANDED_LOOKS;
            boolean late = timeout.isPresent() && waited.compareTo(timeout.get()) >= 0;
            boolean over = lines.stream().noneMatch(line -> line.state() == State.GOING_ON);
            if (late || (over && sure)) {
                return tell(lines, json);
            }
            int closed = lines.stream().mapToInt(line -> line.tally().closed()).sum();
            int total = lines.stream().mapToInt(line -> line.tally().total()).sum();
            call.screen().progress(closed, total, "closed");
            call.pause(LOOK_AGAIN);
        }
    }

    private int tell(List<Line> lines, boolean json) {
        if (json) {
            call.screen().json(lines.stream().map(Waiting::json).toList());
        } else {
            lines.forEach(line -> call.screen().line(sentence(line)));
        }
        if (has(lines, State.DROPPED)) {
            return Exit.FAILED;
        }
        if (has(lines, State.GOING_ON)) {
            return Exit.TIME_OUT;
        }
        return has(lines, State.NEEDS_PERSON) ? Exit.NEEDS_PERSON : Exit.OK;
    }

    private static boolean has(List<Line> lines, State state) {
        return lines.stream().anyMatch(line -> line.state() == state);
    }

    private record JsonLine(
            String id, String state, int closed, int dropped, int total, String why) {}

    private static JsonLine json(Line line) {
        return new JsonLine(
                line.id(),
                Words.lower(line.state()),
                line.tally().closed(),
                line.tally().dropped(),
                line.tally().total(),
                line.why());
    }

    private static String sentence(Line line) {
        Tally tally = line.tally();
        String count =
                " (%s/%s closed%s)"
                        .formatted(
                                tally.closed(),
                                tally.total(),
                                tally.dropped() == 0 ? "" : ", " + tally.dropped() + " dropped");
        return line.id()
                + switch (line.state()) {
                    case DONE -> " is done" + count + ".";
                    case GOING_ON -> " is still under way" + count + ".";
                    case NEEDS_PERSON -> " needs a person" + count + ": " + line.why();
                    case DROPPED -> " was dropped" + count + ".";
                };
    }
}
