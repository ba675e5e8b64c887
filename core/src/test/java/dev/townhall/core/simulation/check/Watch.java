package dev.townhall.core.simulation.check;

import dev.townhall.core.chat.SimulatedChat;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.simulation.Trace;
import dev.townhall.core.simulation.chat.Networks;
import dev.townhall.core.simulation.git.Hosting;
import dev.townhall.core.simulation.git.Remote;
import dev.townhall.core.simulation.git.Store;
import dev.townhall.core.simulation.worker.Workshop;
import dev.townhall.core.worktree.CommitId;
import java.util.List;

/// Looks at every commit of the ledger and every move of the target, over all lives of the town.
public final class Watch {
    private final Hosting hosting;
    private final Trace trace;
    private final Merges merges;
    private final Evidence evidence;
    private final WorkChecks work = new WorkChecks();
    private final Decisions decisions = new Decisions();
    private final Networks networks;
    private final PostChecks posts;

    public Watch(
            Hosting hosting, Remote remote, Workshop workshop, Networks networks, Trace trace) {
        this.hosting = hosting;
        this.networks = networks;
        this.posts = new PostChecks(networks);
        this.trace = trace;
        this.merges = new Merges(hosting.objects());
        this.evidence = new Evidence(hosting, remote, workshop);
    }

    /// One group of transactions became durable.
    public void committed(Ledger ledger, Ledger.Committed committed) {
        committed
                .events()
                .forEach(event ->
                        trace.line("  " + event.seq() + " " + event.type(), event.payload()));
        decisions.check(committed.events());
        committed.events().stream().map(Events::read).forEach(this::tried);
        ledger.read(view -> {
            work.check(view, committed.beads());
            evidence.check(view, committed.beads());
            posts.check(view, committed.events());
            return true;
        });
    }

    /// What is submitted was made in this try, not left over from an earlier one.
    private void tried(TownEvent event) {
        for (Store store : hosting.stores()) {
            switch (event) {
                case TownEvent.BeadSlung slung -> store.slung(slung.bead());
                case TownEvent.WorkSubmitted work ->
                        Violation.unless(
                                store.isOfThisTry(work.bead(), new CommitId(work.head())),
                                "%s was submitted as %s, which is left over from an earlier try",
                                work.bead(),
                                work.head());
                default -> {}
            }
        }
    }

    /// The target moved.
    public void moved(Ledger ledger, Remote.Move move) {
        trace.line("  target", move);
        ledger.read(view -> {
            merges.moved(view, move);
            return true;
        });
    }

    /// A network was sent something.
    public void shown(SimulatedChat chat, String key) {
        posts.shown(chat, key, networks.remembers(chat));
    }

    public boolean isDelivered(Ledger ledger) {
        return posts.isDelivered(ledger);
    }

    /// At the end of a history, when all is settled.
    public void settled(Ledger ledger, List<Post> allPosts) {
        posts.settled(ledger, allPosts);
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
