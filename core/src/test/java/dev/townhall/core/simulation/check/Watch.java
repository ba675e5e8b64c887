package dev.townhall.core.simulation.check;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.SimulatedChat;
import dev.townhall.core.event.Events;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.simulation.Trace;
import dev.townhall.core.simulation.chat.Networks;
import dev.townhall.core.simulation.worker.Workshop;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.SimulatedGit;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Looks at every commit of the ledger and every move of the target, over all lives of the town.
public final class Watch {
    private final SimulatedGit git;
    private final Trace trace;
    private final Merges merges;
    private final Evidence evidence;
    private final KeptBeads beads = new KeptBeads();
    private final Tries tries = new Tries();
    private final Joins joins;
    private final WorkChecks work = new WorkChecks();
    private final TalkChecks talks = new TalkChecks();
    private final Decisions decisions = new Decisions();
    private final CapChecks caps = new CapChecks();
    private final FileChecks files = new FileChecks();
    private final CrewChecks crew = new CrewChecks();
    private final NudgeChecks nudges = new NudgeChecks();
    private final Networks networks;
    private final PostChecks posts;

    public Watch(
            SimulatedGit git, String remote, Workshop workshop, Networks networks, Trace trace) {
        this.git = git;
        this.networks = networks;
        this.posts = new PostChecks(networks);
        this.trace = trace;
        this.merges = new Merges(git);
        this.joins = new Joins(git);
        this.evidence = new Evidence(git, remote, workshop);
    }

    /// A new life of the town finds the ledger its predecessors left.
    public void opened(Ledger ledger) {
        ledger.read(view -> {
            beads.all(view);
            caps.opened(view);
            return true;
        });
    }

    /// One group of transactions became durable.
    ///
    /// @param now by the town's clock
    public void committed(Ledger ledger, Ledger.Committed committed, Instant now) {
        committed
                .events()
                .forEach(event ->
                        trace.line("  " + event.seq() + " " + event.type(), event.payload()));
        decisions.check(committed.events());
        ledger.read(view -> {
            committed.events().stream()
                    .map(Events::read)
                    .forEach(event -> {
                        tries.check(view, event);
                        joins.check(event);
                    });
            beads.committed(view, committed.beads());
            work.check(view, committed.beads());
            caps.check(view, committed.beads(), now);
            evidence.check(view, committed.beads());
            posts.check(view, committed.events());
            talks.check(view, committed.events());
            files.check(view, committed.events(), now);
            nudges.check(view, committed.events());
            crew.check(view, committed.events());
            return true;
        });
    }

    /// The target moved.
    public void moved(Ledger ledger, SimulatedGit.Move move) {
        trace.line("  target", move);
        joins.moved(move);
        ledger.read(view -> {
            merges.moved(view, move);
            return true;
        });
    }

    /// A worker's work was taken over.
    public void saved(BeadId bead, CommitId head) {
        tries.saved(bead, head);
        kept();
    }

    /// A worker's tree, which held these files, was filled anew.
    public void prepared(Map<String, String> held) {
        Violation.unless(git.keeps(held), "these files are lost: %s", held);
        kept();
    }

    /// A worker's tree is removed, and `lost` with it.
    public void removing(Ledger ledger, Actor worker, List<String> lost) {
        ledger.read(view -> {
            CrewChecks.removing(view, worker, lost);
            return true;
        });
        kept();
    }

    /// No commit that a worker or the town made is lost.
    private void kept() {
        List<CommitId> lost = git.lost();
        Violation.unless(lost.isEmpty(), "the commits %s are lost", lost);
    }

    /// A network was sent something.
    public void shown(SimulatedChat chat, String key) {
        posts.shown(chat, key, networks.remembers(chat));
    }

    public boolean isDelivered(Ledger ledger) {
        return posts.isDelivered(ledger);
    }

    /// At the end of a history, when all is settled.
    public void settled(Ledger ledger, Repositories repositories, List<Post> allPosts) {
        posts.settled(ledger, allPosts);
        ledger.read(view -> {
            talks.settled(view, allPosts);
            files.settled(view);
            return true;
        });
        ledger.read(view -> {
            crew.settled(view, git, repositories, allPosts);
            return true;
        });
        merges.told(decisions.mergesTold());
        clean("the ledger", ledger.check());
        ledger.read(view -> {
            beads.all(view);
            beads.ended(view);
            Rigs.list(view)
                    .forEach(rig ->
                            clean("rig " + rig.name(), repositories.open(rig.name()).check()));
            return true;
        });
        kept();
    }

    private static void clean(String what, List<String> problems) {
        Violation.unless(problems.isEmpty(), "%s is not clean: %s", what, problems);
    }
}
