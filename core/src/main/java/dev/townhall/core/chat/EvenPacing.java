package dev.townhall.core.chat;

import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// For networks without a pacing of their own: status edits keep a distance, all else goes at once, and
/// a refusal spares the whole network. For one thread at a time.
final class EvenPacing implements Pacing {
    private final Time time;
    private final Duration editPauseMin;
    private Optional<Duration> statusEdited = Optional.empty();
    private Duration sparedUntil = Duration.ZERO;

    EvenPacing(Time time, Duration editPauseMin) {
        this.time = time;
        this.editPauseMin = editPauseMin;
    }

    @Override
    public Turn next(List<Call> calls) {
        Duration now = time.elapsed();
        if (now.compareTo(sparedUntil) < 0) {
            return new Turn.Wait(sparedUntil.minus(now));
        }
        Duration editPause =
                statusEdited.map(at -> at.plus(editPauseMin).minus(now)).orElse(Duration.ZERO);
        Optional<Call> first =
                calls.stream()
                        .filter(call -> !call.isStatusEdit() || !editPause.isPositive())
                        .findFirst();
        first.filter(Call::isStatusEdit).ifPresent(call -> statusEdited = Optional.of(now));
        return first.<Turn>map(Turn.Go::new).orElseGet(() -> new Turn.Wait(editPause));
    }

    @Override
    public void refused(Call call, Duration pause) {
        sparedUntil = time.elapsed().plus(pause);
    }
}
