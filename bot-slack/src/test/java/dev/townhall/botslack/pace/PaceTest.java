package dev.townhall.botslack.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.botslack.pace.Pace.Choice;
import dev.townhall.botslack.pace.Wish.Kind;
import dev.townhall.core.ledger.Post.Urgency;
import dev.townhall.core.reconcile.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private final ManualTime time = new ManualTime();
    private final Pace pace = new Pace(time);

    @Test
    void aChannelTakesOnePostASecondAndOthersDoNotWait() {
        assertThat(pace.choose(List.of(post("a", "C1", 1)))).isEqualTo(go(post("a", "C1", 1)));

        assertThat(pace.choose(List.of(post("b", "C1", 2), post("c", "C2", 3))))
                .isEqualTo(go(post("c", "C2", 3)));
        assertThat(pace.choose(List.of(post("b", "C1", 2))))
                .isEqualTo(new Choice.Wait(Duration.ofSeconds(1)));
        time.pass(Duration.ofSeconds(1));
        assertThat(pace.choose(List.of(post("b", "C1", 2)))).isEqualTo(go(post("b", "C1", 2)));
    }

    @Test
    void withNothingToDoItRests() {
        assertThat(pace.choose(List.of())).isEqualTo(new Choice.Rest());
    }

    @Test
    void whatWaitsForAPersonGoesFirst() {
        Wish approval = new Wish("ap", Kind.POST, "D1", Urgency.DECISION, 9);
        Wish news = post("n", "C1", 1);

        assertThat(pace.choose(List.of(edit("s", 0), news, approval))).isEqualTo(go(approval));
        assertThat(pace.choose(List.of(edit("s", 0), news))).isEqualTo(go(news));
    }

    @Test
    void postsOfOneChannelGoInTheirOrder() {
        List<Wish> wishes = new ArrayList<>(List.of(post("c", "C1", 3), post("a", "C1", 1)));
        wishes.add(post("b", "C1", 2));
        List<String> order = new ArrayList<>();

        while (!wishes.isEmpty()) {
            next(wishes, order);
        }

        assertThat(order).containsExactly("a", "b", "c");
    }

    @Test
    void cardsTakeTurns() {
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            next(new ArrayList<>(List.of(edit("a", 1), edit("b", 2), edit("c", 3))), order);
        }

        assertThat(order).containsExactly("a", "b", "c", "a", "b", "c", "a", "b", "c");
    }

    @Test
    void statusLeavesRoomForDecisions() {
        int status = 0;
        Duration begun = time.elapsed();
        while (time.elapsed().minus(begun).compareTo(Duration.ofSeconds(60)) < 0) {
            Choice choice = pace.choose(List.of(edit("a" + status, status)));
            if (choice instanceof Choice.Go) {
                status++;
            }
            time.pass(Duration.ofMillis(100));
        }
        int decisions = 0;
        while (pace.choose(List.of(decided("d" + decisions))) instanceof Choice.Go) {
            decisions++;
        }

        assertThat(status).isBetween(38, Pace.STATUS_EDITS_MAX);
        assertThat(status + decisions).isEqualTo(Pace.EDITS_MAX);
    }

    @Test
    void aPauseThatSlackAsksForHoldsOnlyWhatItCountsTogether() {
        pace.limited(edit("a", 1), Duration.ofSeconds(30));
        pace.limited(post("p", "C1", 1), Duration.ofSeconds(10));

        assertThat(pace.choose(List.of(edit("b", 1))))
                .isEqualTo(new Choice.Wait(Duration.ofSeconds(30)));
        assertThat(pace.choose(List.of(decided("b"))))
                .isEqualTo(new Choice.Wait(Duration.ofSeconds(30)));
        assertThat(pace.choose(List.of(post("q", "C1", 1))))
                .isEqualTo(new Choice.Wait(Duration.ofSeconds(10)));
        assertThat(pace.choose(List.of(post("q", "C2", 1)))).isInstanceOf(Choice.Go.class);
        time.pass(Duration.ofSeconds(30));
        assertThat(pace.choose(List.of(edit("b", 1)))).isInstanceOf(Choice.Go.class);
    }

    @Test
    void aShorterPauseDoesNotEndALongerOneAndNoneLastsForEver() {
        pace.limited(edit("a", 1), Duration.ofDays(1));
        pace.limited(edit("a", 1), Duration.ofSeconds(1));

        assertThat(pace.choose(List.of(edit("a", 1))))
                .isEqualTo(new Choice.Wait(Duration.ofMinutes(15)));
    }

    @Test
    void reactionsAndFormsHaveBudgetsOfTheirOwn() {
        assertThat(count(Kind.REACTION)).isEqualTo(Pace.REACTIONS_MAX);
        assertThat(count(Kind.VIEW)).isEqualTo(Pace.VIEWS_MAX);
        assertThat(count(Kind.EDIT)).isEqualTo(Pace.EDITS_MAX);
    }

    private int count(Kind kind) {
        int gone = 0;
        while (pace.choose(List.of(new Wish("k" + gone, kind, "C1", Urgency.NEWS, gone)))
                instanceof Choice.Go) {
            gone++;
        }
        return gone;
    }

    private void next(List<Wish> wishes, List<String> order) {
        Choice choice = pace.choose(wishes);
        while (choice instanceof Choice.Wait wait) {
            time.pass(wait.pause());
            choice = pace.choose(wishes);
        }
        Wish gone = ((Choice.Go) choice).wish();
        order.add(gone.key());
        wishes.remove(gone);
    }

    private static Wish post(String key, String channel, long order) {
        return new Wish(key, Kind.POST, channel, Urgency.NEWS, order);
    }

    private static Wish edit(String key, long order) {
        return new Wish(key, Kind.EDIT, "C1", Urgency.STATUS, order);
    }

    private static Wish decided(String key) {
        return new Wish(key, Kind.EDIT, "D1", Urgency.DECISION, 1);
    }

    private static Choice go(Wish wish) {
        return new Choice.Go(wish);
    }
}
