package dev.townhall.botslack;

import dev.townhall.botslack.pace.Pace;
import dev.townhall.botslack.pace.Wish;
import dev.townhall.core.chat.Pacing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The workspace's pace as the town's deliveries ask for it. Reactions and forms are counted by the
/// same pace, wherever they come from.
final class SlackPacing implements Pacing {
    private final Pace pace;

    SlackPacing(Pace pace) {
        this.pace = pace;
    }

    @Override
    public Turn next(List<Call> calls) {
        Map<Wish, Call> wishes = new LinkedHashMap<>();
        calls.forEach(call -> wishes.put(wish(call), call));
        return switch (pace.choose(List.copyOf(wishes.keySet()))) {
            case Pace.Choice.Go(Wish wish) -> new Turn.Go(Objects.requireNonNull(wishes.get(wish)));
            case Pace.Choice.Wait(Duration pause) -> new Turn.Wait(pause);
            case Pace.Choice.Rest() -> new Turn.Wait(Pace.POST_GAP);
        };
    }

    @Override
    public void refused(Call call, Duration pause) {
        pace.limited(wish(call), pause);
    }

    private static Wish wish(Call call) {
        Wish.Kind kind = call.edit() ? Wish.Kind.EDIT : Wish.Kind.POST;
        return new Wish(call.key(), kind, call.place(), call.urgency(), call.order());
    }
}
