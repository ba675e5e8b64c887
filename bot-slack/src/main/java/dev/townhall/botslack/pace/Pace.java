package dev.townhall.botslack.pace;

import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Post;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Decides which call to Slack goes next. It keeps no queue: whoever has calls to make asks with all
/// of them, in their latest state, and is told one or how long to wait. So nothing is lost with it,
/// and a card that changes ten times while it waits is edited once.
///
/// What waits for a person goes before news, news before status. Status edits take turns, the card
/// that was edited longest ago first, and never use the whole budget of edits: a decision always
/// finds room. What Slack refuses with a pause rests for that pause, and nothing else does.
///
/// Thread-safe. What it remembers only spaces calls; after a restart it begins with a full budget.
public final class Pace {
    static final Duration WINDOW = Duration.ofSeconds(61);
    static final int EDITS_MAX = 50;
    static final int STATUS_EDITS_MAX = 40;
    static final int POSTS_MAX = 240;
    static final int REACTIONS_MAX = 50;
    static final int VIEWS_MAX = 100;

    /// Between two new messages in one channel.
    public static final Duration POST_GAP = Duration.ofSeconds(1);

    static final Duration STATUS_GAP = Duration.ofMillis(1_500);
    static final Duration SAME_CARD_GAP = Duration.ofSeconds(2);
    private static final Duration REST_MAX = Duration.ofMinutes(15);
    private static final Duration REMEMBERED = Duration.ofMinutes(20);

    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Window edits = new Window(EDITS_MAX, WINDOW);
    private final Window posts = new Window(POSTS_MAX, WINDOW);
    private final Window reactions = new Window(REACTIONS_MAX, WINDOW);
    private final Window views = new Window(VIEWS_MAX, WINDOW);
    private final Recent posted = new Recent(REMEMBERED);
    private final Recent edited = new Recent(REMEMBERED);
    private final Map<String, Duration> resting = new LinkedHashMap<>();
    private Optional<Duration> statusEdited = Optional.empty();

    public Pace(Time time) {
        this.time = time;
    }

    public sealed interface Choice {
        /// This one goes now; it is counted already.
        record Go(Wish wish) implements Choice {}

        /// None may go before this time has passed.
        record Wait(Duration pause) implements Choice {}

        /// There is nothing to do.
        record Rest() implements Choice {}
    }

    public Choice choose(List<Wish> wishes) {
        lock.lock();
        try {
            return chosen(wishes, time.elapsed());
        } finally {
            lock.unlock();
        }
    }

    /// Slack refused `wish` and asked for a pause.
    public void limited(Wish wish, Duration retryAfter) {
        lock.lock();
        try {
            Duration pause = retryAfter.compareTo(REST_MAX) > 0 ? REST_MAX : retryAfter;
            resting.merge(restOf(wish), time.elapsed().plus(pause), Pace::later);
        } finally {
            lock.unlock();
        }
    }

    private Choice chosen(List<Wish> wishes, Duration now) {
        resting.values().removeIf(until -> until.compareTo(now) <= 0);
        Comparator<Wish> first = turns();
        Optional<Wish> best = Optional.empty();
        Optional<Duration> soonest = Optional.empty();
        for (Wish wish : wishes) {
            Duration pause = pause(wish, now);
            if (pause.isPositive()) {
                soonest = Optional.of(soonest.filter(it -> it.compareTo(pause) < 0).orElse(pause));
            } else if (best.isEmpty() || first.compare(wish, best.get()) < 0) {
                best = Optional.of(wish);
            }
        }
        if (best.isPresent()) {
            count(best.get(), now);
            return new Choice.Go(best.get());
        }
        return soonest.<Choice>map(Choice.Wait::new).orElseGet(Choice.Rest::new);
    }

    /// Urgency, then whose turn it is, then order.
    private Comparator<Wish> turns() {
        return Comparator.comparing(Wish::urgency)
                .thenComparing(wish ->
                        wish.urgency() == Post.Urgency.STATUS
                                ? edited.at(wish.key()).orElse(Duration.ZERO)
                                : Duration.ZERO)
                .thenComparingLong(Wish::order);
    }

    private Duration pause(Wish wish, Duration now) {
        Duration budget = budget(wish, now);
        return resting.isEmpty() ? budget : later(rest(wish, now), budget);
    }

    private Duration rest(Wish wish, Duration now) {
        return Optional.ofNullable(resting.get(restOf(wish))).orElse(now).minus(now);
    }

    private Duration budget(Wish wish, Duration now) {
        return switch (wish.kind()) {
            case POST -> later(posted.pause(wish.channel(), POST_GAP, now), posts.pause(now));
            case EDIT -> wish.isStatusEdit() ? statusEdit(wish, now) : edits.pause(now);
            case REACTION -> reactions.pause(now);
            case VIEW -> views.pause(now);
        };
    }

    private Duration statusEdit(Wish wish, Duration now) {
        Duration spacing =
                statusEdited.map(at -> at.plus(STATUS_GAP).minus(now)).orElse(Duration.ZERO);
        Duration same = edited.pause(wish.key(), SAME_CARD_GAP, now);
        return later(edits.pause(now, STATUS_EDITS_MAX), later(spacing, same));
    }

    private void count(Wish wish, Duration now) {
        switch (wish.kind()) {
            case POST -> {
                posts.add(now);
                posted.put(wish.channel(), now);
            }
            case EDIT -> {
                edits.add(now);
                edited.put(wish.key(), now);
                if (wish.isStatusEdit()) {
                    statusEdited = Optional.of(now);
                }
            }
            case REACTION -> reactions.add(now);
            case VIEW -> views.add(now);
        }
    }

    /// What Slack counts together rests together.
    private static String restOf(Wish wish) {
        return wish.kind() == Wish.Kind.POST ? "POST " + wish.channel() : wish.kind().name();
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
