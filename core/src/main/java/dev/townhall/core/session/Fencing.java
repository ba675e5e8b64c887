package dev.townhall.core.session;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.worktree.Repositories;
import java.util.Optional;

/// Gives a task a fencing number that no session before it had, and a fixed base.
final class Fencing {
    private final Ledger ledger;
    private final Repositories repositories;

    Fencing(Ledger ledger, Repositories repositories) {
        this.ledger = ledger;
        this.repositories = repositories;
    }

    Task fenced(Task task) {
        Hook.Loaded hook = task.hook();
        Optional<String> base =
                hook.base()
                        .or(() ->
                                Optional.of(
                                        repositories.open(task.rig().name()).freshHead().text()));
        Hook.Loaded fenced =
                ledger.write(
                        Actor.TOWN,
                        tx -> {
                            Hook.Loaded now = Hooks.check(tx, task.agentBead(), hook.fence());
                            if (now.sessionUp().isPresent()) {
                                now = Hooks.supersede(tx, task.agentBead(), now.fence());
                            }
                            if (now.base().isEmpty()) {
                                Hooks.base(tx, task.agentBead(), now.fence(), base.orElseThrow());
                            }
                            return now.based(base.orElseThrow());
                        });
        return task.with(fenced);
    }
}
