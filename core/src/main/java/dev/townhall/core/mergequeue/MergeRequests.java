package dev.townhall.core.mergequeue;

import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.Comparator;
import java.util.List;

/// The merge queue's records.
public final class MergeRequests {
    /// The label of a bead whose merge waits for a person.
    public static final String APPROVAL_LABEL = "approval-required";

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

    /// Takes a request out of the queue without a word about its bead.
    public static void withdraw(Transaction tx, BeadId id, MergeRequest request, String why) {
        store(tx, id, request.to(MergeRequest.Phase.REJECTED), why);
        request.approval()
                .filter(asked -> !tx.get(asked).isClosed())
                .ifPresent(asked -> Approvals.decide(tx, asked, Decision.SUPERSEDED));
    }
}
