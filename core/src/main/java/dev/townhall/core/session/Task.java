package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.worktree.CommitId;

/// An agent with its loaded hook: all that a pass over it needs to know.
record Task(BeadId agentBead, Agent agent, Hook.Loaded hook, Bead bead, Rig rig) {
    Actor actor() {
        return agent.actor();
    }

    /// Each try has a branch of its own, so that no try's commits are ever overwritten.
    String branch() {
        return branch(agent.role(), agent.name(), hook);
    }

    static String branch(AgentRole role, String name, Hook.Loaded hook) {
        return role == AgentRole.REFINERY
                ? joinedBranch(hook.bead(), hook.attempt())
                : tried("polecat/" + name + "/" + hook.bead(), hook.attempt());
    }

    /// Where a resolver's commits go.
    static String joinedBranch(BeadId bead, int attempt) {
        return tried("refinery/" + bead, attempt);
    }

    private static String tried(String first, int attempt) {
        return attempt == 1 ? first : first + "-try" + attempt;
    }

    CommitId base() {
        return new CommitId(hook.base().orElseThrow());
    }

    /// That the work waits, and what for.
    String waits(String why) {
        return "%s waits on the hook of %s: %s".formatted(bead.id(), actor(), why);
    }

    Task with(Hook.Loaded newHook) {
        return new Task(agentBead, agent, newHook, bead, rig);
    }
}
