package dev.townhall.core.session;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.ledger.Ledger;
import java.util.Optional;

/// Which kind of agent does a task, and why it cannot be done by one now.
final class Kinds {
    private final Ledger ledger;
    private final AgentHost host;
    private final Duty duty;

    Kinds(Ledger ledger, AgentHost host, Duty duty) {
        this.ledger = ledger;
        this.host = host;
        this.duty = duty;
    }

    Optional<AgentHost.Kind> of(Task task) {
        return chosen(task).flatMap(it -> host.find(it.preset()));
    }

    /// Why there is no kind of agent for a task.
    String none(Task task) {
        String why =
                chosen(task)
                        .map(it ->
                                "its agent %s (%s) cannot be driven here. `gt agents test %s` says why."
                                        .formatted(it.preset(), it.because(), it.preset()))
                        .orElseGet(() -> duty.noAgent(task));
        return task.waits(why);
    }

    /// Why no session of `kind` may begin now.
    Optional<String> objection(Task task, AgentHost.Kind kind) {
        var confinement = task.rig().sandboxing().confinement();
        return host.objection(confinement)
                .or(() -> kind.runtime().refusal(confinement))
                .map(task::waits);
    }

    private Optional<AgentChoice.Chosen> chosen(Task task) {
        AgentRole role = duty.role();
        return ledger.read(view ->
                AgentChoices.of(view)
                        .withRig(task.rig().name(), task.rig().agent())
                        .choose(
                                new AgentChoice.Need(
                                        role,
                                        Optional.of(task.rig().name()),
                                        Optional.of(task.actor()),
                                        task.bead().labels(),
                                        Optional.empty())));
    }
}
