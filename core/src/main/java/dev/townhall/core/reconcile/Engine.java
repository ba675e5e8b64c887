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
    private static final String HUNG = "hung";
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

    /// Whether what a finding says of a key is known to be so since `since` (elapsed time): it was
    /// tried again after that. If not, it is due now.
    ///
    /// @param about what the finding is about
    public boolean triedSince(String about, Duration since) {
        int slash = about.indexOf('/');
        if (slash < 0) {
            return true;
        }
        WorkKey key = new WorkKey(about.substring(0, slash), about.substring(slash + 1));
        if (!health.triedLastBefore(key, since)) {
            return true;
        }
        queue.wake(key, time.elapsed());
        return false;
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
        Duration began = time.elapsed();
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
            settle(key, outcome, began);
        }
    }

    /// Reports a key that is past its deadline.
    void hung(WorkKey key) {
        if (health.markHung(key)) {
            String text = "It runs longer than " + deadline(key) + " and was interrupted.";
            tell(key, () -> findings.raised(HUNG, key.toString(), text));
        }
    }

    /// Tells of the outcome, and only then lets the key run again: else what the next run finds
    /// could be told before it.
    private void settle(WorkKey key, Outcome outcome, Duration began) {
        Duration now = time.elapsed();
        int failures = counts(outcome) ? health.countFailure(key) : 0;
        try {
            tell(key, outcome, failures);
            health.ran(key, began, outcome.isFailure());
        } finally {
            queueAgain(key, outcome, now, failures);
        }
    }

    /// What is tried again is tried with growing pauses.
    private static boolean counts(Outcome outcome) {
        return outcome.isFailure() && !(outcome instanceof Outcome.GaveUp);
    }

    private void queueAgain(WorkKey key, Outcome outcome, Duration now, int failures) {
        switch (outcome) {
            case Outcome.Settled _, Outcome.GaveUp _ -> queue.done(key, now, null);
            case Outcome.Again(Duration after) -> queue.done(key, now, now.plus(after));
            case Outcome.UnderWay(Duration after) -> queue.done(key, now, now.plus(after));
            case Outcome.Retry _ -> queue.failed(key, now.plus(backoff.after(failures)));
            case Outcome.Hindered _, Outcome.Resting _ ->
                    queue.failed(key, now.plus(backoff.after(failures + HINDERED_DOUBLINGS)));
        }
    }

    private void tell(WorkKey key, Outcome outcome, int failures) {
        switch (outcome) {
            case Outcome.Settled _, Outcome.UnderWay _ -> recovered(key);
            case Outcome.Again _ -> {
                // To have begun again is not yet to have got by what stood in the way.
                if (!health.isHindered(key)) {
                    recovered(key);
                }
            }
            case Outcome.Retry(String reason) -> {
                if (failures >= FAILURES_TOLD) {
                    raise(FAILING, key, reason);
                }
            }
            case Outcome.Hindered(String reason) -> hindered(HINDERED, key, reason);
            case Outcome.Resting(String reason) -> hindered(Findings.RESTING, key, reason);
            case Outcome.GaveUp(String reason) -> raise(FAILING, key, reason);
        }
    }

    private void hindered(String kind, WorkKey key, String reason) {
        health.markHindered(key);
        raise(kind, key, reason);
    }

    private void recovered(WorkKey key) {
        if (health.clear(key)) {
            tell(key, () -> findings.cleared(FAILING, key.toString()));
            tell(key, () -> findings.cleared(HINDERED, key.toString()));
            tell(key, () -> findings.cleared(Findings.RESTING, key.toString()));
            tell(key, () -> findings.cleared(HUNG, key.toString()));
        }
    }

    private void raise(String kind, WorkKey key, String reason) {
        Optional<String> before = health.told(key).filter(told -> !told.equals(kind));
        before.ifPresent(other -> tell(key, () -> findings.cleared(other, key.toString())));
        if (health.markTold(key, kind, reason)) {
            tell(key, () -> findings.raised(kind, key.toString(), reason));
        }
    }

    /// A finding that cannot be recorded now is raised again by the next failure.
    private void tell(WorkKey key, Runnable message) {
        try {
            message.run();
        } catch (RuntimeException e) {
            health.forgetTold(key);
            LOG.atWarn().addKeyValue("key", key).setCause(e).log("a finding could not be told");
        }
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
