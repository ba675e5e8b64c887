package dev.townhall.botslack.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.botslack.pace.Pace.Choice;
import dev.townhall.botslack.pace.Wish.Kind;
import dev.townhall.core.ledger.Post.Urgency;
import dev.townhall.core.reconcile.ManualTime;
import dev.townhall.core.testing.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A day of a town with 200 active convoys, in virtual time, against a Slack that counts.
final class BusyDayTest {
    private static final int CONVOYS = 200;
    private static final int CHANNELS = 20;
    private static final int PEOPLE = 20;
    private static final Duration CALM = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofMillis(500);

    @Test
    void aDayStaysWithinEveryBudgetAndNoApprovalWaits() {
        Day day = new Day(new Dice(11), Duration.ofHours(24), 0);

        day.run();

        assertThat(day.slack.refused).isZero();
        assertThat(day.approvalWaitMax).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(day.approvals).isGreaterThan(3_000);
        assertThat(day.staleMax).isLessThan(Duration.ofMinutes(8));
        assertThat(day.waiting).isEmpty();
        int least = day.edits.values().stream().mapToInt(it -> it).min().orElse(0);
        int most = day.edits.values().stream().mapToInt(it -> it).max().orElse(0);
        assertThat(most - least).isLessThanOrEqualTo(most / 4);
        assertThat(day.edits).hasSize(CONVOYS);
    }

    @Test
    void aSlackThatAsksForPausesDelaysStatusAndNoApproval() {
        Day day = new Day(new Dice(12), Duration.ofHours(3), 3);

        day.run();

        assertThat(day.slack.refused).isEqualTo(day.slack.planned).isPositive();
        assertThat(day.slack.duringPause).isZero();
        assertThat(day.approvalWaitMax).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(day.waiting).isEmpty();
    }

    /// The town: what changes, and one caller that makes one call after another.
    private static final class Day {
        private final Dice dice;
        private final Duration length;
        private final ManualTime time = new ManualTime();
        private final Pace pace = new Pace(time);
        private final CountingSlack slack;
        private final Map<String, Wish> waiting = new LinkedHashMap<>();
        private final Map<String, Duration> since = new LinkedHashMap<>();
        private final Map<String, Integer> edits = new LinkedHashMap<>();
        private final List<Duration> nextChange = new ArrayList<>();
        private long order;
        private int approvals;
        private Duration approvalWaitMax = Duration.ZERO;
        private Duration staleMax = Duration.ZERO;

        Day(Dice dice, Duration length, int refusedPercent) {
            this.dice = dice;
            this.length = length;
            slack = new CountingSlack(dice, refusedPercent);
            for (int i = 0; i < CONVOYS; i++) {
                nextChange.add(Duration.ofMillis(dice.below(60_000)));
            }
        }

        void run() {
            Duration end = length.plus(CALM);
            while (time.elapsed().compareTo(end) < 0) {
                if (time.elapsed().compareTo(length) < 0) {
                    happen();
                }
                switch (pace.choose(List.copyOf(waiting.values()))) {
                    case Choice.Go(Wish wish) -> call(wish);
                    case Choice.Wait(Duration pause) -> time.pass(atMostALook(pause));
                    case Choice.Rest() -> time.pass(LOOK);
                }
            }
        }

        /// What is new is seen within half a second.
        private static Duration atMostALook(Duration pause) {
            return pause.compareTo(LOOK) < 0 ? pause : LOOK;
        }

        private void happen() {
            for (int i = 0; i < CONVOYS; i++) {
                if (nextChange.get(i).compareTo(time.elapsed()) <= 0) {
                    change(i);
                    nextChange.set(i, time.elapsed().plusMillis(dice.between(5_000, 135_000)));
                }
            }
        }

        private void change(int convoy) {
            String card = "card:" + convoy;
            wish(new Wish(card, Kind.EDIT, channel(convoy), Urgency.STATUS, convoy));
            if (dice.chance(12)) {
                wish(new Wish("news:" + order, Kind.POST, channel(convoy), Urgency.NEWS, order));
            }
            if (dice.chance(2)) {
                String person = "D" + dice.below(PEOPLE);
                wish(new Wish("ap:" + order, Kind.POST, person, Urgency.DECISION, order));
            }
        }

        private static String channel(int convoy) {
            return "C" + convoy % CHANNELS;
        }

        /// The latest state of a card takes the place of an older one that is still waiting.
        private void wish(Wish wish) {
            order++;
            waiting.put(wish.key(), wish);
            since.putIfAbsent(wish.key(), time.elapsed());
        }

        private void call(Wish wish) {
            Duration waited = time.elapsed().minus(since.getOrDefault(wish.key(), time.elapsed()));
            waiting.remove(wish.key());
            boolean taken = slack.take(wish, time.elapsed(), pace);
            time.pass(Duration.ofMillis(dice.chance(1) ? 1_200 : dice.between(60, 400)));
            if (!taken) {
                waiting.putIfAbsent(wish.key(), wish);
                return;
            }
            since.remove(wish.key());
            if (wish.urgency() == Urgency.DECISION) {
                approvals++;
                approvalWaitMax = later(approvalWaitMax, waited);
            } else if (wish.kind() == Kind.EDIT) {
                edits.merge(wish.key(), 1, Integer::sum);
                staleMax = later(staleMax, waited);
            }
        }

        private static Duration later(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }

    /// Slack's side: counts what arrives, a little later than it was sent, and refuses what is too
    /// much, or at times anything but approvals.
    private static final class CountingSlack {
        private final Dice dice;
        private final int refusedPercent;
        private final Map<String, List<Duration>> arrived = new LinkedHashMap<>();
        private Duration pausedUntil = Duration.ZERO;
        private int refused;
        private int planned;
        private int duringPause;

        CountingSlack(Dice dice, int refusedPercent) {
            this.dice = dice;
            this.refusedPercent = refusedPercent;
        }

        boolean take(Wish wish, Duration now, Pace pace) {
            if (wish.kind() == Kind.EDIT && now.compareTo(pausedUntil) < 0) {
                duringPause++;
            }
            if (wish.kind() == Kind.EDIT && dice.chance(refusedPercent)) {
                planned++;
                refused++;
                pausedUntil = now.plusSeconds(30);
                pace.limited(wish, Duration.ofSeconds(30));
                return false;
            }
            boolean edit = wish.kind() == Kind.EDIT;
            boolean fits =
                    edit
                            ? fits(
                                    "edits",
                                    50,
                                    Duration.ofSeconds(60),
                                    now.plusMillis(dice.below(400)))
                            : fits(wish.channel(), 1, Duration.ofMillis(999), now);
            if (!fits) {
                refused++;
            }
            return fits;
        }

        private boolean fits(String what, int most, Duration window, Duration at) {
            List<Duration> calls = arrived.computeIfAbsent(what, it -> new ArrayList<>());
            calls.removeIf(it -> it.plus(window).compareTo(at) <= 0);
            calls.add(at);
            return calls.size() <= most;
        }
    }
}
