package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;

/// The trees of members of a crew. A tree is filled once and then left as its member leaves it: no
/// session, no start of the town and no patrol changes anything in it.
public final class CrewTrees {
    private CrewTrees() {}

    /// The member's tree: as it is, or filled with the target's head where there is none that is
    /// whole. What a broken one held is kept as a rescue.
    public static Path ready(RigRepository repository, Agent member) {
        String branch = CrewMember.branch(member);
        return repository
                .tree(member.actor())
                .orElseGet(() ->
                        repository.prepare(
                                member.actor(),
                                branch,
                                repository.branchHead(branch).orElseGet(repository::freshHead)));
    }
}
