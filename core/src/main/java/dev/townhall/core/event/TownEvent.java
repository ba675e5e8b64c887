package dev.townhall.core.event;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that happened in the town. A closed set: what consumes events switches over all of
/// them. Each record's name is its stored type in dotted words (see [Events]).
public sealed interface TownEvent {
    /// What the event is about: a bead's id or another stable name.
    String subject();

    /// The town is up; `offlineSince` is the time of its last sign of life, when it was up before.
    record TownOpened(Optional<Instant> offlineSince) implements TownEvent {
        @Override
        public String subject() {
            return "town";
        }
    }

    record RigAdded(BeadId rigBead, RigName rig, String remote) implements TownEvent {
        @Override
        public String subject() {
            return rigBead.text();
        }
    }

    record RigReady(BeadId rigBead, RigName rig, String branch, List<String> notes)
            implements TownEvent {
        @Override
        public String subject() {
            return rigBead.text();
        }
    }

    record RigFailed(BeadId rigBead, RigName rig, String problem) implements TownEvent {
        @Override
        public String subject() {
            return rigBead.text();
        }
    }

    record RigParked(BeadId rigBead, RigName rig) implements TownEvent {
        @Override
        public String subject() {
            return rigBead.text();
        }
    }

    record RigUnparked(BeadId rigBead, RigName rig) implements TownEvent {
        @Override
        public String subject() {
            return rigBead.text();
        }
    }

    record RigRemoved(BeadId rigBead, RigName rig) implements TownEvent {
        @Override
        public String subject() {
            return rigBead.text();
        }
    }

    /// A channel of a chat network is the rig's home there from now on.
    record RigBound(BeadId rigBead, RigName rig, String network, String place)
            implements TownEvent {
        @Override
        public String subject() {
            return rigBead.text();
        }
    }

    /// The rig has no home on a chat network any more.
    record RigUnbound(BeadId rigBead, RigName rig, String network, String place)
            implements TownEvent {
        @Override
        public String subject() {
            return rigBead.text();
        }
    }

    record BeadCreated(BeadId bead, String title) implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// A bead that nobody works on was put right by a person.
    ///
    /// @param changed the names of what is new: `title`, `text`, `commands`, …
    record BeadEdited(BeadId bead, Optional<BeadId> convoy, List<String> changed)
            implements TownEvent {
        public BeadEdited {
            changed = List.copyOf(changed);
        }

        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// A bead was closed by evidence.
    ///
    /// @param evidence what proves it: a commit, or the verification that passed
    record BeadClosed(BeadId bead, Optional<BeadId> convoy, String evidence) implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// A bead left the work without being done: dropped by a person, or replaced by an edit.
    record BeadDropped(BeadId bead, Optional<BeadId> convoy, String reason) implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    record ConvoyStaged(BeadId convoy, RigName rig, int beads, int waves) implements TownEvent {
        @Override
        public String subject() {
            return convoy.text();
        }
    }

    record ConvoyReplanned(BeadId convoy, RigName rig, int beads, int waves) implements TownEvent {
        @Override
        public String subject() {
            return convoy.text();
        }
    }

    record ConvoyDropped(BeadId convoy, RigName rig) implements TownEvent {
        @Override
        public String subject() {
            return convoy.text();
        }
    }

    record ConvoyLaunched(BeadId convoy, RigName rig) implements TownEvent {
        @Override
        public String subject() {
            return convoy.text();
        }
    }

    record ConvoyPaused(BeadId convoy, RigName rig) implements TownEvent {
        @Override
        public String subject() {
            return convoy.text();
        }
    }

    record ConvoyResumed(BeadId convoy, RigName rig) implements TownEvent {
        @Override
        public String subject() {
            return convoy.text();
        }
    }

    record ConvoyLanded(BeadId convoy, RigName rig, int beads, Duration took) implements TownEvent {
        @Override
        public String subject() {
            return convoy.text();
        }
    }

    /// Work was put on a polecat's hook.
    record BeadSlung(BeadId bead, Optional<BeadId> convoy, Actor agent, long fence, int attempt)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// A bead was put on the hook of another agent, such as work on that of the witness who judges it.
    record BeadGiven(BeadId bead, Optional<BeadId> convoy, Actor agent, long fence)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    record SessionStarted(BeadId bead, Optional<BeadId> convoy, Actor agent, long fence)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// A session wrote a summary for the next one and ends with its turn.
    record SessionHandedOff(BeadId bead, Optional<BeadId> convoy, Actor agent, long fence)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    record WorkSubmitted(
            BeadId bead, Optional<BeadId> convoy, Actor agent, BeadId mergeRequest, String head)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// The work was sent back.
    ///
    /// @param files that conflict, empty for other causes
    /// @param detail the end of the log, or what was missing
    record ReworkAsked(
            BeadId bead,
            Optional<BeadId> convoy,
            ReworkCause cause,
            List<String> files,
            String detail,
            int attempt)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    record Merged(
            BeadId bead,
            Optional<BeadId> convoy,
            BeadId mergeRequest,
            Actor agent,
            String commit,
            int files,
            int added,
            int removed,
            Duration gates)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    record ApprovalAsked(BeadId approval, BeadId bead, Optional<BeadId> convoy, Instant expires)
            implements TownEvent {
        @Override
        public String subject() {
            return approval.text();
        }
    }

    record ApprovalDecided(
            BeadId approval, BeadId bead, Optional<BeadId> convoy, Decision decision, Actor by)
            implements TownEvent {
        @Override
        public String subject() {
            return approval.text();
        }
    }

    /// A person made a rule of what a rig's agents may do.
    record RuleAdded(BeadId rules, RigName rig, String rule) implements TownEvent {
        @Override
        public String subject() {
            return rules.text();
        }
    }

    record RuleRevoked(BeadId rules, RigName rig, String rule) implements TownEvent {
        @Override
        public String subject() {
            return rules.text();
        }
    }

    record Escalated(BeadId escalation, BeadId bead, Optional<BeadId> convoy, String reason)
            implements TownEvent {
        @Override
        public String subject() {
            return escalation.text();
        }
    }

    record EscalationClosed(BeadId escalation, BeadId bead, Optional<BeadId> convoy, String outcome)
            implements TownEvent {
        @Override
        public String subject() {
            return escalation.text();
        }
    }

    /// A remark was added to a bead.
    record CommentAdded(BeadId bead, Actor by) implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// Fields of a bead were changed by hand.
    ///
    /// @param fields which, in the tracker's words
    record BeadChanged(BeadId bead, Actor by, List<String> fields) implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// An agent says it is done; evidence decides.
    record WorkClaimed(BeadId bead, Optional<BeadId> convoy, Actor agent, String summary)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// A witness gave its verdict on finished work.
    ///
    /// @param reasons in its own words
    record WorkWitnessed(
            BeadId bead,
            Optional<BeadId> convoy,
            BeadId mergeRequest,
            Actor witness,
            boolean accepted,
            String reasons)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// A conflict that its worker's rework did not end was put before the rig's resolver.
    ///
    /// @param target the target's head it conflicts with
    record ConflictOffered(
            BeadId bead,
            Optional<BeadId> convoy,
            BeadId mergeRequest,
            List<String> files,
            String target)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// A resolver joined work with the target.
    ///
    /// @param commit that is to be merged, @param words of the resolver
    record ConflictResolved(
            BeadId bead,
            Optional<BeadId> convoy,
            BeadId mergeRequest,
            Actor by,
            List<String> files,
            String commit,
            String words)
            implements TownEvent {
        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// An agent asks a person.
    record QuestionAsked(
            BeadId question,
            Optional<BeadId> bead,
            Optional<BeadId> convoy,
            Actor by,
            Instant expires)
            implements TownEvent {
        @Override
        public String subject() {
            return question.text();
        }
    }

    /// A question is over.
    ///
    /// @param by who answered; empty when nobody did
    record QuestionSettled(
            BeadId question,
            Optional<BeadId> bead,
            Optional<BeadId> convoy,
            String outcome,
            Optional<Actor> by)
            implements TownEvent {
        @Override
        public String subject() {
            return question.text();
        }
    }

    record MailSent(BeadId letter, Actor from, Actor to) implements TownEvent {
        @Override
        public String subject() {
            return letter.text();
        }
    }

    record MailAcked(BeadId letter, Actor by) implements TownEvent {
        @Override
        public String subject() {
            return letter.text();
        }
    }

    /// An agent is to look again.
    ///
    /// @param number tells the nudges of one agent apart
    /// @param mode `queue`, `after-turn` or `interrupt`
    /// @param handoff whether it is asked to hand off
    record NudgeQueued(
            BeadId agentBead,
            Actor agent,
            long number,
            Actor from,
            String mode,
            String reason,
            boolean handoff,
            Instant expires)
            implements TownEvent {
        @Override
        public String subject() {
            return agentBead.text();
        }
    }

    /// A turn of the session with that fencing number begins with the nudge.
    record NudgeDelivered(BeadId agentBead, Actor agent, long number, Actor from, long fence)
            implements TownEvent {
        @Override
        public String subject() {
            return agentBead.text();
        }
    }

    /// Nobody heard the nudge in time.
    record NudgeExpired(BeadId agentBead, Actor agent, long number, Actor from)
            implements TownEvent {
        @Override
        public String subject() {
            return agentBead.text();
        }
    }

    /// An agent says that it is about to change these files.
    record FilesReserved(BeadId bead, RigName rig, Actor agent, List<String> paths, Instant until)
            implements TownEvent {
        public FilesReserved {
            paths = List.copyOf(paths);
        }

        @Override
        public String subject() {
            return bead.text();
        }
    }

    /// It does not hold them any more.
    record FilesReleased(BeadId bead, RigName rig, Actor agent, List<String> paths, Release why)
            implements TownEvent {
        public FilesReleased {
            paths = List.copyOf(paths);
        }

        @Override
        public String subject() {
            return bead.text();
        }
    }

    record MemoryKept(BeadId memory, Actor by) implements TownEvent {
        @Override
        public String subject() {
            return memory.text();
        }
    }

    record MemoryForgotten(BeadId memory, Actor by) implements TownEvent {
        @Override
        public String subject() {
            return memory.text();
        }
    }

    record CrewJoined(BeadId agentBead, RigName rig, String name) implements TownEvent {
        @Override
        public String subject() {
            return agentBead.text();
        }
    }

    record CrewLeft(BeadId agentBead, RigName rig, String name) implements TownEvent {
        @Override
        public String subject() {
            return agentBead.text();
        }
    }

    /// A person said something that `agent` is to answer.
    record TalkHeard(BeadId talk, Actor by, Actor agent) implements TownEvent {
        @Override
        public String subject() {
            return talk.text();
        }
    }

    /// What was said has its answer.
    ///
    /// @param messages how many it answers
    /// @param well whether the agent gave it, and not the town in its place
    record TalkAnswered(BeadId talk, Actor agent, int messages, boolean well) implements TownEvent {
        @Override
        public String subject() {
            return talk.text();
        }
    }

    /// An account met its provider's limit and is not used before `until`: told once an episode, and
    /// again when that becomes much later.
    ///
    /// @param since when the episode began
    /// @param said the provider's words
    /// @param left the accounts of the same kind of agent that have a key and do not rest
    /// @param back when the first of all is back; empty while one is left
    record AccountRested(
            BeadId account,
            String name,
            String preset,
            Instant since,
            Instant until,
            String said,
            List<String> left,
            Optional<Instant> back,
            Actor agent,
            BeadId bead,
            Optional<BeadId> convoy)
            implements TownEvent {
        public AccountRested {
            left = List.copyOf(left);
        }

        @Override
        public String subject() {
            return account.text();
        }
    }

    /// An account's rest is over.
    record AccountReturned(BeadId account, String name) implements TownEvent {
        @Override
        public String subject() {
            return account.text();
        }
    }

    /// Something is wrong and was seen: told once per (kind, about, episode).
    record FindingRaised(String kind, String about, String text) implements TownEvent {
        @Override
        public String subject() {
            return about;
        }
    }

    /// A finding is over.
    ///
    /// @param since when it was raised
    record FindingCleared(String kind, String about, Optional<Instant> since) implements TownEvent {
        @Override
        public String subject() {
            return about;
        }
    }

    enum ReworkCause {
        CONFLICT,
        GATE_RED,
        GATE_COULD_NOT_RUN,
        FAILED,
        NOTHING_DONE,
        DENIED,
        NOT_ACCEPTED
    }

    /// Why an agent holds files no more.
    enum Release {
        GIVEN_BACK,
        EXPIRED,
        /// The work they were for left its hook.
        WORK_OVER
    }

    enum Decision {
        APPROVED,
        DENIED,
        EXPIRED,
        SUPERSEDED
    }
}
