package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The trees of members of a crew. A tree is filled once and then left as its member leaves it: no
/// session, no start of the town and no patrol changes anything in it. It goes with its member.
///
/// Thread-safe: each tree is used by one caller at a time, and one that is to go is not filled.
public final class CrewTrees {
    private final Ledger ledger;
    private final Repositories repositories;
    private final Map<BeadId, ReentrantLock> locks = new ConcurrentHashMap<>();

    public CrewTrees(Ledger ledger, Repositories repositories) {
        this.ledger = ledger;
        this.repositories = repositories;
    }

    /// The member's tree: as it is, or filled with the target's head where there is none that is
    /// whole. What a broken one held is kept as a rescue.
    ///
    /// @throws TownException WRONG_STATE when the member is not in the crew
    public Path ready(Agent member) {
        return alone(
                member,
                repository -> {
                    Optional<CrewMember> known =
                            ledger.read(view -> Crews.member(view, member.beadId()));
                    if (known.filter(it -> it.state() == CrewMember.State.ACTIVE).isEmpty()) {
                        throw TownException.wrongState(
                                "%s is in the crew of %s no more."
                                        .formatted(member.name(), member.rig()));
                    }
                    String branch = CrewMember.branch(member);
                    return repository
                            .tree(member.actor())
                            .orElseGet(() ->
                                    repository.prepare(
                                            member.actor(),
                                            branch,
                                            repository
                                                    .branchHead(branch)
                                                    .orElseGet(repository::freshHead)));
                });
    }

    /// Does something with the repository while nobody else fills or removes the member's tree.
    <T> T alone(Agent member, Function<RigRepository, T> work) {
        ReentrantLock lock = locks.computeIfAbsent(member.beadId(), _ -> new ReentrantLock());
        lock.lock();
        try {
            return work.apply(repositories.open(member.rig()));
        } finally {
            lock.unlock();
        }
    }
}
