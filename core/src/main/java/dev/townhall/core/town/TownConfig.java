package dev.townhall.core.town;

import dev.townhall.core.capacity.Capacity;
import dev.townhall.core.reconcile.Backoff;
import dev.townhall.core.session.TalkReconciler;
import dev.townhall.core.tool.Tools;
import java.time.Duration;

/// The town's limits.
///
/// @param turn how long one turn of a session may take
/// @param sessionOutputBytesMax how much of a session's output is kept
/// @param approvalExpiry after which an unanswered approval counts as denied
/// @param retries pauses between tries of a failing duty
/// @param capacity how much it takes on at once
/// @param talk how much is talked with agents at once
/// @param launch who lets plans run that agents made
public record TownConfig(
        Duration turn,
        int sessionOutputBytesMax,
        Duration approvalExpiry,
        Backoff retries,
        Capacity capacity,
        TalkReconciler.Limits talk,
        Tools.Launch launch) {
    public static final TownConfig DEFAULT =
            new TownConfig(
                    Duration.ofMinutes(30),
                    64 * 1024,
                    Duration.ofHours(24),
                    Backoff.DEFAULT,
                    Capacity.DEFAULT,
                    TalkReconciler.Limits.DEFAULT,
                    Tools.Launch.BY_PEOPLE);
}
