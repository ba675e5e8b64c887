package dev.townhall.core.mergequeue;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest.Phase;
import dev.townhall.core.mergequeue.Resolving.Beginning;
import dev.townhall.core.mergequeue.Witnessing.Testimony;
import dev.townhall.core.mergequeue.Witnessing.Verdict;
import dev.townhall.core.worktree.RigRepository;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The merge queue's records.
public final class MergeRequests {
    /// The label of a bead whose merge waits for a person.
    public static final String APPROVAL_LABEL = "approval-required";

    /// The label of a bead whose work a witness judges before it is merged or closed.
    public static final String WITNESS_LABEL = "witness-required";

    private MergeRequests() {}

    public static MergeRequest get(LedgerView view, BeadId id) {
        return MergeRequest.ASPECT
                .of(view.get(id))
                .orElseThrow(() -> TownException.badInput(id + " is not a merge request."));
    }

    /// A request with its id.
    public record Queued(BeadId id, MergeRequest request) {}

    /// Requests of a rig that are not over, oldest first.
    public static List<Queued> open(LedgerView view, RigName rig) {
        return view.ofType(Bead.MERGE_REQUEST).stream()
                .filter(bead -> !bead.isClosed())
                .map(bead -> new Queued(bead.id(), MergeRequest.ASPECT.of(bead).orElseThrow()))
                .filter(queued -> queued.request().rig().equals(rig))
                .sorted(
                        Comparator.comparing((Queued queued) -> queued.request().submitted())
                                .thenComparing(Queued::id))
                .toList();
    }

    /// Records a submitted branch and ties it to its bead.
    public static BeadId submit(Transaction tx, MergeRequest request) {
        Bead source = tx.get(request.bead());
        String title = "Merge " + request.bead();
        BeadId id = tx.newId("hq-mr", title, request.head());
        Bead bead = Bead.fresh(id, Bead.MERGE_REQUEST, title, tx.actor(), tx.now());
        tx.create(MergeRequest.ASPECT.set(bead, request));
        tx.update(
                Work.ASPECT.set(
                        source.moved(dev.townhall.core.bead.BeadStatus.IN_PROGRESS, tx.now()),
                        Works.get(source).submitted(id)));
        Events.emit(
                tx,
                new TownEvent.WorkSubmitted(
                        request.bead(), request.convoy(), request.worker(), id, request.head()));
        return id;
    }

    /// The request of a bead that a witness has to judge now, if there is one.
    public static Optional<Queued> witnessed(LedgerView view, BeadId bead) {
        return of(view, bead, Phase.WITNESSING);
    }

    /// The request of a bead whose conflict a resolver has to resolve now, if there is one.
    public static Optional<Queued> resolved(LedgerView view, BeadId bead) {
        return of(view, bead, Phase.RESOLVING);
    }

    /// The request of a bead that an agent of the queue attends to now, if there is one.
    public static Optional<Queued> attended(LedgerView view, BeadId bead) {
        return witnessed(view, bead).or(() -> resolved(view, bead));
    }

    private static Optional<Queued> of(LedgerView view, BeadId bead, Phase phase) {
        return view.find(bead)
                .flatMap(Work.ASPECT::of)
                .flatMap(Work::mergeRequest)
                .map(id -> new Queued(id, get(view, id)))
                .filter(queued -> queued.request().phase() == phase);
    }

    /// Keeps a witness's verdict. It takes effect by [#conclude].
    public static void testify(Transaction tx, BeadId id, Verdict verdict, String reasons) {
        MergeRequest request = get(tx, id);
        if (request.phase() != Phase.WITNESSING || request.testimony().isPresent()) {
            throw TownException.wrongState(
                    "There is nothing to judge about %s any more: end your turn."
                            .formatted(request.bead()));
        }
        Testimony testimony = new Testimony(verdict, tx.actor(), reasons, tx.now());
        store(tx, id, request.testified(testimony), "");
        Events.emit(
                tx,
                new TownEvent.WorkWitnessed(
                        request.bead(),
                        request.convoy(),
                        id,
                        testimony.by(),
                        testimony.verdict() == Verdict.ACCEPTED,
                        testimony.reasons()));
    }

    /// Carries a verdict out: the work goes on to be merged, or back to its worker.
    public static void conclude(Transaction tx, BeadId id) {
        MergeRequest request = get(tx, id);
        Testimony testimony = request.testimony().orElseThrow();
        switch (testimony.verdict()) {
            case ACCEPTED -> accepted(tx, id, request, testimony);
            case NOT_ACCEPTED -> {
                store(tx, id, request.to(Phase.FAILED), "not accepted by " + testimony.by());
                Works.sendBack(
                        tx,
                        request.bead(),
                        Works.rework(ReworkCause.NOT_ACCEPTED, List.of(), testimony.reasons()));
            }
        }
    }

    private static void accepted(
            Transaction tx, BeadId id, MergeRequest request, Testimony testimony) {
        String evidence = "accepted by " + testimony.by();
        if (request.changesNothing()) {
            store(tx, id, request.to(Phase.MERGED), evidence + ", with nothing to merge");
            Works.verified(tx, request.bead(), evidence);
        } else {
            store(tx, id, request.to(Phase.READY), "");
        }
    }

    /// Keeps what the resolver's sessions begin with.
    public static void begun(
            Transaction tx, BeadId id, String target, List<String> files, Beginning beginning) {
        MergeRequest request = get(tx, id);
        Resolving conflict = request.resolving().orElseThrow();
        store(tx, id, request.with(conflict.begunOn(target, files, beginning)), "");
    }

    /// A conflict was joined: the result goes on as work that was just submitted.
    ///
    /// @param words of who joined it; empty where nothing conflicted after all
    public static void resolve(Transaction tx, BeadId id, Joined joined, String words) {
        MergeRequest request = get(tx, id);
        Resolving conflict = request.resolving().orElseThrow().joined(words);
        Optional<Witnessing> anew =
                request.witnessing().map(it -> Witnessing.of(it.claim(), joined.diff()));
        store(
                tx,
                id,
                request.resolved(conflict, joined.branch(), joined.base(), joined.head(), anew),
                "");
        if (!words.isEmpty()) {
            Events.emit(
                    tx,
                    new TownEvent.ConflictResolved(
                            request.bead(),
                            request.convoy(),
                            id,
                            tx.actor(),
                            conflict.files(),
                            joined.head(),
                            words));
        }
    }

    /// What was made of a conflict: one commit on the target.
    public record Joined(String branch, String base, String head, RigRepository.DiffSummary diff) {}

    /// No agent can judge or join it: a person has to.
    public static void escalate(Transaction tx, BeadId id, String why, String details) {
        MergeRequest request = get(tx, id);
        withdraw(tx, id, request, why);
        Works.escalate(tx, request.bead(), why, details);
    }

    /// Stores the next step of a request; one that is over closes its bead.
    public static void store(Transaction tx, BeadId id, MergeRequest request, String note) {
        Bead bead = MergeRequest.ASPECT.set(tx.get(id), request);
        tx.update(request.phase().isOver() ? bead.closed(note, tx.now()) : bead);
    }

    /// A person refuses a request: its bead waits for a decision. Not possible while it is pushed.
    public static void reject(Transaction tx, BeadId id, String why) {
        MergeRequest request = get(tx, id);
        withdraw(tx, id, request, why);
        Works.escalate(tx, request.bead(), "Its merge was rejected: " + why, "");
    }

    /// Takes a request out of the queue without a word about its bead, and off the hook of whoever
    /// attends to it.
    public static void withdraw(Transaction tx, BeadId id, MergeRequest request, String why) {
        for (BeadId agent :
                List.of(Agent.witnessBead(request.rig()), Agent.resolverBead(request.rig()))) {
            if (tx.find(agent).isPresent()
                    && Hooks.of(tx, agent) instanceof Hook.Loaded loaded
                    && loaded.bead().equals(request.bead())) {
                Hooks.clear(tx, agent, loaded.fence());
            }
        }
        store(tx, id, request.to(Phase.REJECTED), why);
        request.approval()
                .filter(asked -> !tx.get(asked).isClosed())
                .ifPresent(asked -> Approvals.decide(tx, asked, Decision.SUPERSEDED));
    }
}
