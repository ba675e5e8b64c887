package dev.townhall.core.reconcile;

import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs reconcilers: each woken key once, never twice at once, failures isolated and retried with
/// growing pauses, hung ones interrupted and reported while the others go on.
///
/// Two ways to drive it: [#start] runs keys on virtual threads; a simulator instead calls
/// [#runOne] and moves its clock to [#nextDue].
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /// Failures in a row after which a key becomes a finding.
    private static final int FAILURES_TOLD = 4;

    /// What stands in the way outside is given more time than a passing failure: 3 s at first.
    private static final int HINDERED_DOUBLINGS = 4;

    private static final String FAILING = "failing";
    private static final String HINDERED = "hindered";
    private static final Duration RESYNC_EVERY = Duration.ofSeconds(30);

    private final Time time;
    private final Map<String, Reconciler> reconcilers = new LinkedHashMap<>();
    private final Findings findings;
    private final Backoff backoff;
    private final WorkQueue queue = new WorkQueue();
    private final Health health = new Health();
    private @Nullable EngineThreads threads;
    private Duration nextResync = Duration.ZERO;

    public Engine(Time time, List<Reconciler> reconcilers, Findings findings, Backoff backoff) {
        this.time = time;
        this.findings = findings;
        this.backoff = backoff;
        for (Reconciler reconciler : reconcilers) {
            this.reconcilers.put(reconciler.name(), reconciler);
        }
        nextResync = time.elapsed();
    }

    /// Makes one key due now.
    public void wake(String reconciler, String key) {
        queue.wake(new WorkKey(reconciler, key), time.elapsed());
    }

    /// Wakes every key that a change of these beads may concern.
    public void changed(Set<String> beads) {
        for (Reconciler reconciler : reconcilers.values()) {
            for (String bead : beads) {
                wakeConcerned(reconciler, bead);
            }
        }
    }

    /// A duty that cannot say what a change concerns is only late: the next resync looks at all.
    private void wakeConcerned(Reconciler reconciler, String bead) {
        try {
            for (String key : reconciler.concerns(bead)) {
                wake(reconciler.name(), key);
            }
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("reconciler", reconciler.name())
                    .addKeyValue("bead", bead)
                    .setCause(e)
                    .log("a change could not be placed");
        }
    }

    /// Wakes every key there is: after a start, and now and then, so that a lost signal costs time
    /// and nothing else.
    public void resync() {
        Duration now = time.elapsed();
        nextResync = now.plus(RESYNC_EVERY);
        for (Reconciler reconciler : reconcilers.values()) {
            for (String key : reconciler.keys()) {
                queue.wake(new WorkKey(reconciler.name(), key), now);
            }
        }
    }

    /// Runs one due key on the calling thread; false when none is due.
    public boolean runOne() {
        Optional<WorkKey> next = takeDue();
        next.ifPresent(this::run);
        return next.isPresent();
    }

    /// When there is something to do next, in elapsed time.
    public Duration nextDue() {
        return queue.nextDue().filter(due -> due.compareTo(nextResync) < 0).orElse(nextResync);
    }

    /// Starts running keys on threads of its own, until [#close].
    public void start() {
        threads = EngineThreads.start(this, queue, time);
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.close();
        }
    }

    Optional<WorkKey> takeDue() {
        Duration now = time.elapsed();
        if (now.compareTo(nextResync) >= 0) {
            resync();
        }
        return queue.take(now);
    }

    Duration deadline(WorkKey key) {
        return reconciler(key).deadline();
    }

    /// Runs one taken key to its end and queues what its outcome asks for.
    void run(WorkKey key) {
        Outcome outcome = new Outcome.Retry("it was cut off");
        try {
            outcome = reconciler(key).reconcile(key.key());
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("error", e.toString())
                    .setCause(e)
                    .log("a reconciler failed");
            outcome = new Outcome.Retry(describe(e));
        } finally {
            settle(key, outcome);
        }
    }

    /// Reports a key that is past its deadline.
    void hung(WorkKey key) {
        if (health.markHung(key)) {
            findings.raised(
                    "hung",
                    key.toString(),
                    "It runs longer than " + deadline(key) + " and was interrupted.");
        }
    }

    private void settle(WorkKey key, Outcome outcome) {
        Duration now = time.elapsed();
        Duration again =
                switch (outcome) {
                    case Outcome.Settled() -> recovered(key, null);
                    case Outcome.Again(Duration after) -> recovered(key, now.plus(after));
                    case Outcome.Retry(String reason) -> now.plus(failed(key, reason));
                    case Outcome.Hindered(String reason) -> now.plus(hindered(key, reason));
                    case Outcome.GaveUp(String reason) -> gaveUp(key, reason);
                };
        queue.done(key, now, again);
    }

    private @Nullable Duration recovered(WorkKey key, @Nullable Duration again) {
        if (health.clear(key)) {
            findings.cleared(FAILING, key.toString());
            findings.cleared(HINDERED, key.toString());
        }
        return again;
    }

    private Duration failed(WorkKey key, String reason) {
        int failures = health.countFailure(key);
        if (failures == FAILURES_TOLD && health.markTold(key)) {
            findings.raised(FAILING, key.toString(), reason);
        }
        return backoff.after(failures);
    }

    private Duration hindered(WorkKey key, String reason) {
        if (health.markTold(key)) {
            findings.raised(HINDERED, key.toString(), reason);
        }
        return backoff.after(health.countFailure(key) + HINDERED_DOUBLINGS);
    }

    private @Nullable Duration gaveUp(WorkKey key, String reason) {
        if (health.markTold(key)) {
            findings.raised(FAILING, key.toString(), reason);
        }
        return null;
    }

    private Reconciler reconciler(WorkKey key) {
        Reconciler found = reconcilers.get(key.reconciler());
        if (found == null) {
            throw new IllegalStateException("No reconciler is named " + key.reconciler());
        }
        return found;
    }

    private static String describe(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
