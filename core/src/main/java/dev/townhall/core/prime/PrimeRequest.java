package dev.townhall.core.prime;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who is told, and what the ledger's beads do not say themselves.
///
/// @param agentBead whose hook is read; empty for roles without one
/// @param subject the bead a session without a loaded hook is about
/// @param branch where the agent's commits go, if it has a worktree
/// @param matter what else its work is about, for agents of the merge queue
public record PrimeRequest(
        Actor agent,
        AgentRole role,
        Optional<RigName> rig,
        Optional<BeadId> agentBead,
        Optional<BeadId> subject,
        Optional<String> branch,
        Occasion occasion,
        Optional<Handoff> handoff,
        List<Answered> answers,
        List<Memory> memories,
        List<Letter> mail,
        Optional<Matter> matter) {
    public PrimeRequest {
        Check.that(
                !role.isOfRig() || rig.isPresent(), "A %s belongs to a rig: name it.", role.word());
        answers = List.copyOf(answers);
        memories = List.copyOf(memories);
        mail = List.copyOf(mail);
    }

    /// Why a session begins.
    public enum Occasion {
        FIRST,
        /// The session before it ended without a word: crashed, killed, out of time.
        LOST,
        HANDED_OVER,
        ANSWERED
    }

    /// What the session before left for this one.
    public record Handoff(String by, String text, Instant at) {}

    /// A question the agent asked, and what a person said.
    public record Answered(String question, String by, String answer) {}

    /// Something an agent asked the town to remember.
    public record Memory(String by, String text) {}

    /// What an agent of the merge queue has before it.
    public sealed interface Matter {}

    /// A change that conflicts with the target, to be joined with it.
    ///
    /// @param target the commit the tree stands on, before the merge was begun in it
    /// @param base where the change began, @param head its last commit
    /// @param unmarked those of the files that hold the target's side and no markers
    /// @param others what came onto the target meanwhile in these files, a bead each
    public record Joining(
            String target,
            String base,
            String head,
            List<String> files,
            List<String> unmarked,
            List<Other> others)
            implements Matter {
        public Joining {
            files = List.copyOf(files);
            unmarked = List.copyOf(unmarked);
            others = List.copyOf(others);
        }
    }

    /// Work of another bead.
    public record Other(BeadId bead, String by, String text) {}

    /// The result of a worker's try, to be judged.
    ///
    /// @param head its last commit; the base itself when nothing was changed
    /// @param claim what the worker says it did
    /// @param size of the change, in words
    /// @param changes the first of its files, a line each
    public record Judging(
            String worker,
            String base,
            String head,
            String claim,
            String size,
            List<String> changes)
            implements Matter {
        public Judging {
            changes = List.copyOf(changes);
        }
    }

    /// Unread mail; `id` is what the agent asks for to read all of it.
    public record Letter(String id, String from, String subject, String text) {}

    /// A first session with nothing to tell but what the ledger says.
    public static PrimeRequest of(Actor agent, AgentRole role, Optional<RigName> rig) {
        return new PrimeRequest(
                agent,
                role,
                rig,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Occasion.FIRST,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    public PrimeRequest before(Matter newMatter) {
        return new PrimeRequest(
                agent,
                role,
                rig,
                agentBead,
                subject,
                branch,
                occasion,
                handoff,
                answers,
                memories,
                mail,
                Optional.of(newMatter));
    }

    public PrimeRequest withHookOf(BeadId bead) {
        return new PrimeRequest(
                agent,
                role,
                rig,
                Optional.of(bead),
                subject,
                branch,
                occasion,
                handoff,
                answers,
                memories,
                mail,
                matter);
    }

    public PrimeRequest about(BeadId bead) {
        return new PrimeRequest(
                agent,
                role,
                rig,
                agentBead,
                Optional.of(bead),
                branch,
                occasion,
                handoff,
                answers,
                memories,
                mail,
                matter);
    }

    public PrimeRequest on(String branchName) {
        return new PrimeRequest(
                agent,
                role,
                rig,
                agentBead,
                subject,
                Optional.of(branchName),
                occasion,
                handoff,
                answers,
                memories,
                mail,
                matter);
    }

    public PrimeRequest after(Occasion why, Optional<Handoff> left, List<Answered> said) {
        return new PrimeRequest(
                agent, role, rig, agentBead, subject, branch, why, left, said, memories, mail,
                matter);
    }

    public PrimeRequest knowing(List<Memory> remembered, List<Letter> unread) {
        return new PrimeRequest(
                agent,
                role,
                rig,
                agentBead,
                subject,
                branch,
                occasion,
                handoff,
                answers,
                remembered,
                unread,
                matter);
    }
}
