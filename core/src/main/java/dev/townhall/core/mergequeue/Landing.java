package dev.townhall.core.mergequeue;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Effect;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest.Phase;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.RigRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Pushes a proved stack and records what it merged. The intent is in the effect journal before
/// the push; after a crash in doubt the target itself tells whether the push happened.
final class Landing {
    private static final String KIND = "push";

    private final Ledger ledger;

    Landing(Ledger ledger) {
        this.ledger = ledger;
    }

    /// What is written before a push.
    record Intent(String rig, String expected, String tip, Duration gates, List<Merge> merges) {}

    /// One request of the push, with its size for the merge report.
    record Merge(BeadId request, String commit, int files, int added, int removed) {}

    /// Settles pushes that were begun and not confirmed.
    void recover(Rig rig, RigRepository repository) {
        List<Effect> open =
                ledger.read(view -> view.openEffects(KIND)).stream()
                        .filter(effect -> intent(effect).rig().equals(rig.name().text()))
                        .toList();
        if (open.isEmpty()) {
            return;
        }
        repository.fetch();
        for (Effect effect : open) {
            Intent intent = intent(effect);
            if (repository.targetContains(new CommitId(intent.tip()))) {
                recordMerged(rig, effect.key(), intent);
            } else {
                giveUp(rig, effect.key(), intent);
            }
        }
    }

    Outcome land(Rig rig, RigRepository repository, Proof proof, Duration gates) {
        Intent intent = intent(rig, repository, proof, gates);
        String key = KIND + ":" + rig.name() + ":" + intent.tip();
        boolean intended =
                ledger.write(Actor.refinery(rig.name()), tx -> intend(tx, proof, key, intent));
        if (!intended) {
            return Outcome.again(Duration.ZERO);
        }
        return switch (repository.push(proof.target(), proof.tip())) {
            case RigRepository.Pushed() -> {
                recordMerged(rig, key, intent);
                yield Outcome.underWay(Duration.ZERO);
            }
            case RigRepository.TargetMoved moved -> {
                giveUp(rig, key, intent);
                yield Outcome.again(Duration.ZERO);
            }
            case RigRepository.Refused(String reason) -> {
                giveUp(rig, key, intent);
                yield new Outcome.Hindered(
                        "The remote of rig " + rig.name() + " refused the push: " + reason);
            }
        };
    }

    /// All or nothing: when a request left the queue meanwhile, the whole stack is planned again.
    private static boolean intend(Transaction tx, Proof proof, String key, Intent intent) {
        List<Proof.Part> still = proof.stillProving(tx);
        boolean whole = still.size() == proof.parts().size();
        for (Proof.Part part : still) {
            MergeRequest request = MergeRequests.get(tx, part.id());
            MergeRequests.store(tx, part.id(), request.to(whole ? Phase.MERGING : Phase.READY), "");
        }
        if (whole) {
            tx.intend(key, KIND, Json.tree(intent));
        }
        return whole;
    }

    private void recordMerged(Rig rig, String key, Intent intent) {
        ledger.write(
                Actor.refinery(rig.name()),
                tx -> {
                    for (Merge merge : intent.merges()) {
                        recordOne(tx, merge, intent.gates());
                    }
                    tx.confirm(key);
                    return true;
                });
    }

    private static void recordOne(Transaction tx, Merge merge, Duration gates) {
        MergeRequest request = MergeRequests.get(tx, merge.request());
        if (request.phase() != Phase.MERGING) {
            return;
        }
        MergeRequests.store(
                tx, merge.request(), request.to(Phase.MERGED), "merged as " + merge.commit());
        Events.emit(
                tx,
                new TownEvent.Merged(
                        request.bead(),
                        request.convoy(),
                        merge.request(),
                        request.worker(),
                        merge.commit(),
                        merge.files(),
                        merge.added(),
                        merge.removed(),
                        gates));
        Works.merged(tx, request.bead(), merge.commit());
    }

    private void giveUp(Rig rig, String key, Intent intent) {
        ledger.write(
                Actor.refinery(rig.name()),
                tx -> {
                    for (Merge merge : intent.merges()) {
                        MergeRequest request = MergeRequests.get(tx, merge.request());
                        if (request.phase() == Phase.MERGING) {
                            MergeRequests.store(tx, merge.request(), request.to(Phase.READY), "");
                        }
                    }
                    tx.abandon(key);
                    return true;
                });
    }

    private static Intent intent(Rig rig, RigRepository repository, Proof proof, Duration gates) {
        List<Merge> merges = new ArrayList<>();
        for (Proof.Part part : proof.parts()) {
            RigRepository.DiffSummary diff = repository.diff(part.before(), part.commit(), 0);
            merges.add(
                    new Merge(
                            part.id(),
                            part.commit().text(),
                            diff.files(),
                            diff.added(),
                            diff.removed()));
        }
        return new Intent(
                rig.name().text(), proof.target().text(), proof.tip().text(), gates, merges);
    }

    private static Intent intent(Effect effect) {
        return Json.value(effect.payload(), Intent.class);
    }
}
