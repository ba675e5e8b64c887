package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests.Queued;
import dev.townhall.core.rig.Rig;

/// A duty towards the merge requests that stand in one phase, which one agent of each rig does.
interface QueueDuty extends Duty {
    /// What the engine calls it.
    String name();

    /// How the beads of its agents are named, before their rig.
    String agentStart();

    /// The rig's agent for it, made when it is asked for first.
    Agent agent(Transaction tx, RigName rig);

    /// Where requests wait for it.
    MergeRequest.Phase phase();

    /// Whether `request` ever waited for it.
    boolean concerns(MergeRequest request);

    /// Makes ready what has to be before a request is put on the agent's hook.
    default Preparation prepare(Rig rig, Queued queued) {
        return (tx, agentBead, fence) -> {};
    }

    /// What was made ready, to be kept in the transaction that loads the hook.
    interface Preparation {
        void keep(Transaction tx, BeadId agentBead, long fence);
    }
}
