package dev.townhall.core.reconcile;

import java.time.Duration;
import java.util.List;

/// One duty of the town: looks at what is and what should be for one key, and takes the next step.
/// Level-triggered: a lost or doubled wake-up changes nothing. Called by at most one thread at a
/// time for the same key.
public interface Reconciler {
    /// A stable word, `convoy`, `refinery`.
    String name();

    /// How long one pass may take; a longer one is interrupted and becomes a finding.
    Duration deadline();

    /// Every key there is: what the engine looks at after a start and now and then.
    List<String> keys();

    /// The keys that a change of this bead may concern.
    List<String> concerns(String changedBead);

    Outcome reconcile(String key);
}
