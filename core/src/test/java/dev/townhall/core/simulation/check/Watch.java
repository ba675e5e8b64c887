package dev.townhall.core.simulation.check;

import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.simulation.Trace;
import dev.townhall.core.simulation.git.Hosting;
import dev.townhall.core.simulation.git.Remote;
import dev.townhall.core.simulation.git.Store;
import dev.townhall.core.simulation.worker.Workshop;
import java.util.List;

/// Looks at every commit of the ledger and every move of the target, over all lives of the town.
public final class Watch {
    private final Hosting hosting;
    private final Trace trace;
    private final Merges merges;
    private final Evidence evidence;
    private final WorkChecks work = new WorkChecks();
    private final Decisions decisions = new Decisions();

    public Watch(Hosting hosting, Remote remote, Workshop workshop, Trace trace) {
        this.hosting = hosting;
        this.trace = trace;
        this.merges = new Merges(hosting.objects());
        this.evidence = new Evidence(hosting, remote, workshop);
    }

    /// One group of transactions became durable.
    public void committed(Ledger ledger, Ledger.Committed committed) {
        committed.events().forEach(event ->
                trace.line("  " + event.seq() + " " + event.type(), event.payload()));
        decisions.check(committed.events());
        ledger.read(view -> {
            work.check(view, committed.beads());
            evidence.check(view, committed.beads());
            return true;
        });
    }

    /// The target moved.
    public void moved(Ledger ledger, Remote.Move move) {
        trace.line("  target", move);
        ledger.read(view -> {
            merges.moved(view, move);
            return true;
        });
    }

    /// At the end of a history, when all is settled.
    public void settled(Ledger ledger) {
        merges.told(decisions.mergesTold());
        clean("the ledger", ledger.check());
        for (Store store : hosting.stores()) {
            clean("a repository", store.lost());
        }
    }

    private static void clean(String what, List<String> problems) {
        Violation.unless(problems.isEmpty(), "%s is not clean: %s", what, problems);
    }
}
