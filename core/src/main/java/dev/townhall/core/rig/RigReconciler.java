package dev.townhall.core.rig;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.worktree.Repositories;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Clones a rig that was added, and removes the folder of one that was removed.
public final class RigReconciler implements Reconciler {
    public static final String NAME = "rig";
    private static final String BEAD_PREFIX = "hq-rig-";

    private final Ledger ledger;
    private final Repositories repositories;

    public RigReconciler(Ledger ledger, Repositories repositories) {
        this.ledger = ledger;
        this.repositories = repositories;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(60);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view -> Rigs.list(view).stream().map(rig -> rig.name().text()).toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        return changedBead.startsWith(BEAD_PREFIX)
                ? List.of(changedBead.substring(BEAD_PREFIX.length()))
                : List.of();
    }

    @Override
    public Outcome reconcile(String key) {
        RigName name = new RigName(key);
        Optional<Rig> rig =
                ledger.read(view -> view.find(Rig.beadId(name)).flatMap(Rig.ASPECT::of));
        if (rig.isPresent() && rig.get().state() == Rig.State.ADDING) {
            cloneIt(rig.get());
        } else if (rig.isPresent() && rig.get().state() == Rig.State.REMOVED) {
            repositories.remove(name);
        }
        return Outcome.settled();
    }

    private void cloneIt(Rig rig) {
        try {
            Repositories.Cloned cloned = repositories.clone(rig.name(), rig.remote());
            write(tx -> Rigs.cloned(tx, rig.name(), cloned.defaultBranch(), cloned.notes()));
        } catch (TownException e) {
            if (e.code() != ErrorCode.BAD_INPUT && e.code() != ErrorCode.UNAVAILABLE) {
                throw e;
            }
            write(tx -> Rigs.failed(tx, rig.name(), e.getMessage() == null ? "" : e.getMessage()));
        }
    }

    private void write(java.util.function.Consumer<dev.townhall.core.ledger.Transaction> change) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }
}
