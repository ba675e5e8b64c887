package dev.townhall.core.mergequeue;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest.Phase;
import dev.townhall.core.mergequeue.MergeRequests.Queued;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.RigRepository;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks people about merges that need it, and carries their answers out. An answer counts only for
/// the commit and the diff that were shown; when the branch moved since, it is asked again, and where
/// a witness judged it, that comes first again. Another try of the same bead that makes exactly the
/// same diff is not asked about again.
final class MergeApprovals {
    private static final int NAMES_MAX = 20;

    private final Ledger ledger;
    private final Duration expiry;

    MergeApprovals(Ledger ledger, Duration expiry) {
        this.ledger = ledger;
        this.expiry = expiry;
    }

    void review(Rig rig, RigRepository repository) {
        List<Queued> open = ledger.read(view -> MergeRequests.open(view, rig.name()));
        for (Queued queued : open) {
            MergeRequest request = queued.request();
            boolean unasked =
                    request.phase() == Phase.READY
                            && request.approvalRequired()
                            && !request.approved();
            if (unasked) {
                ask(rig, repository, queued);
            } else if (request.phase() == Phase.AWAITING_APPROVAL) {
                answer(rig, repository, queued);
            }
        }
    }

    private void ask(Rig rig, RigRepository repository, Queued queued) {
        Approval.Merge subject = subject(repository, queued.id(), queued.request());
        ledger.write(
                Actor.refinery(rig.name()),
                tx -> {
                    MergeRequest now = MergeRequests.get(tx, queued.id());
                    if (now.equals(queued.request())) {
                        Approvals.standing(tx, now.bead(), subject.diffHash())
                                .ifPresentOrElse(
                                        given -> take(tx, queued.id(), now, given),
                                        () -> ask(tx, queued.id(), now, subject));
                    }
                    return true;
                });
    }

    /// An earlier try made exactly this change, and a person approved it.
    private static void take(Transaction tx, BeadId id, MergeRequest request, BeadId given) {
        MergeRequests.store(tx, id, request.awaiting(given).withApproval(), "");
    }

    private void ask(Transaction tx, BeadId id, MergeRequest request, Approval.Merge subject) {
        BeadId asked =
                Approvals.ask(
                        tx,
                        Approval.pending(
                                request.rig(),
                                request.bead(),
                                request.convoy(),
                                subject,
                                tx.now(),
                                tx.now().plus(expiry)));
        MergeRequests.store(tx, id, request.awaiting(asked), "");
    }

    private void answer(Rig rig, RigRepository repository, Queued queued) {
        BeadId asked = queued.request().approval().orElseThrow();
        Approval approval = ledger.read(view -> Approvals.get(view, asked));
        MergeRequest request = queued.request();
        boolean waits = approval.state() == Approval.State.PENDING;
        CommitId head =
                repository.branchHead(request.branch()).orElse(new CommitId(request.head()));
        boolean moved = !approval.merge().map(it -> it.head().equals(head.text())).orElse(false);
        if (waits && !moved) {
            return;
        }
        Optional<Witnessing> judged =
                request.witnessing().filter(_ -> !request.head().equals(head.text()));
        if (judged.isPresent()) {
            judgeAnew(queued, asked, head, anew(repository, request, head, judged.get()));
            return;
        }
        Approval.Merge present = subject(repository, queued.id(), request.at(head.text()));
        ledger.write(
                Actor.refinery(rig.name()),
                tx -> {
                    if (MergeRequests.get(tx, queued.id()).equals(request)) {
                        settle(tx, queued.id(), request.at(head.text()), asked, present);
                    }
                    return true;
                });
    }

    private static Witnessing anew(
            RigRepository repository, MergeRequest request, CommitId head, Witnessing judged) {
        return Witnessing.of(
                judged.claim(),
                repository.diff(new CommitId(request.base()), head, Witnessing.CHANGES_MAX));
    }

    private void judgeAnew(Queued queued, BeadId asked, CommitId head, Witnessing anew) {
        MergeRequest request = queued.request();
        ledger.write(
                Actor.refinery(request.rig()),
                tx -> {
                    if (MergeRequests.get(tx, queued.id()).equals(request)) {
                        Approval.State state = Approvals.get(tx, asked).state();
                        if (state == Approval.State.PENDING) {
                            Approvals.decide(tx, asked, Decision.SUPERSEDED);
                        }
                        MergeRequests.store(
                                tx, queued.id(), request.judgedAnew(head.text(), anew), "");
                    }
                    return true;
                });
    }

    private void settle(
            Transaction tx, BeadId id, MergeRequest request, BeadId asked, Approval.Merge present) {
        Approval approval = Approvals.get(tx, asked);
        boolean same = approval.subject().equals(present);
        switch (approval.state()) {
            case PENDING, SUPERSEDED -> {
                Approvals.decide(tx, asked, Decision.SUPERSEDED);
                ask(tx, id, request, present);
            }
            case APPROVED -> {
                if (same) {
                    MergeRequests.store(tx, id, request.withApproval(), "");
                } else {
                    ask(tx, id, request, present);
                }
            }
            case DENIED, EXPIRED -> refuse(tx, id, request, approval);
        }
    }

    private static void refuse(Transaction tx, BeadId id, MergeRequest request, Approval approval) {
        String why =
                approval.state() == Approval.State.DENIED
                        ? "Its merge was denied by "
                                + approval.decidedBy().map(Actor::shortName).orElse("a person")
                        : "Nobody approved its merge in time";
        MergeRequests.store(tx, id, request.to(Phase.REJECTED), why);
        Works.escalate(tx, request.bead(), why + ".", "");
    }

    private static Approval.Merge subject(
            RigRepository repository, BeadId id, MergeRequest request) {
        RigRepository.DiffSummary diff =
                repository.diff(
                        new CommitId(request.base()), new CommitId(request.head()), NAMES_MAX);
        return new Approval.Merge(
                id,
                request.branch(),
                request.head(),
                request.base(),
                diff.hash(),
                diff.files(),
                diff.added(),
                diff.removed(),
                diff.names(),
                diff.changes().stream()
                        .map(it -> new Approval.FileChange(it.name(), it.added(), it.removed()))
                        .toList(),
                diff.excerpt());
    }
}
