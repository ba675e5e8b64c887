package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.rig.Sandboxing;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.talk.Seance;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import dev.townhall.core.transcript.Past;
import dev.townhall.core.transcript.Transcripts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A past session. Where its agent offers that, the session itself answers: gone on with as a copy,
/// in a copy of its agent's home, in its folder, which it can read and no more. Else another session
/// of the same kind of agent answers from the transcript.
///
/// The session itself is not woken where no sandbox holds it (its folder is a worker's tree), while
/// its agent is at work (tree and home are in use), under another account (another home), or when
/// that failed just now.
final class SeancePartner implements Partner {
    private final Ledger ledger;
    private final AgentHost host;
    private final Transcripts transcripts;
    private final Seance seance;
    private final PastSessions sessions;
    private final Optional<Past> past;

    SeancePartner(Ledger ledger, AgentHost host, Transcripts transcripts, Seance seance) {
        this.ledger = ledger;
        this.host = host;
        this.transcripts = transcripts;
        this.seance = seance;
        this.sessions = new PastSessions(transcripts);
        this.past = sessions.find(seance);
    }

    @Override
    public Optional<RigName> rig() {
        return Optional.of(seance.rig());
    }

    /// The kind of agent that it was, as long as there is one.
    @Override
    public Optional<AgentChoice.Chosen> chosen() {
        AgentChoice.Need need =
                new AgentChoice.Need(
                        AgentRole.POLECAT,
                        rig(),
                        Optional.of(seance.agent()),
                        List.of(),
                        past.map(Past::preset).filter(name -> host.find(name).isPresent()));
        return ledger.read(view ->
                AgentChoices.of(view)
                        .withRig(seance.rig(), Rigs.find(view, seance.rig()).flatMap(Rig::agent))
                        .choose(need));
    }

    @Override
    public Optional<String> objection() {
        if (ledger.<Boolean>read(view -> Rigs.find(view, seance.rig()).isEmpty())) {
            return Optional.of("Rig %s is no more.".formatted(seance.rig()));
        }
        return past.isPresent() ? Optional.empty() : Optional.of(sessions.missing(seance));
    }

    @Override
    public Duty.Workplace workplace(BeadId bead, Talk talk) {
        return reading(host.quarters(bead));
    }

    @Override
    public Opening open(BeadId bead, Talk talk, Payers.Payer.Found payer) {
        Past asked = past.orElseThrow();
        Optional<Past.Origin> origin = asked.origin().filter(it -> canWake(asked, it, talk, payer));
        return origin.map(it -> itself(asked, it))
                .orElseGet(() ->
                        new Opening(
                                workplace(bead, talk),
                                new Beginning.Fresh(),
                                Opening.Reach.NOTHING,
                                Optional.of(
                                        SeancePrompt.fromTranscript(
                                                asked, transcripts.read(asked)))));
    }

    private Opening itself(Past asked, Past.Origin origin) {
        return new Opening(
                reading(origin.folder()),
                new Beginning.Recalled(origin.nativeId().orElseThrow(), asked.agent()),
                Opening.Reach.NOTHING,
                Optional.of(SeancePrompt.itself(asked)));
    }

    private boolean canWake(Past asked, Past.Origin origin, Talk talk, Payers.Payer.Found payer) {
        Path folder = origin.folder();
        return talk.failedStarts() == 0
                && origin.nativeId().isPresent()
                && payer.kind().preset().name().equals(asked.preset())
                && payer.account().name().text().equals(origin.account())
                && !isAtWork()
                && payer.kind().runtime().isSandboxed(reading(folder).confinement());
    }

    private boolean isAtWork() {
        return ledger.read(view ->
                Roster.all(view).stream()
                        .filter(agent -> agent.actor().equals(seance.agent()))
                        .map(Agent::beadId)
                        .anyMatch(agent ->
                                Hooks.of(view, agent) instanceof Hook.Loaded
                                        || isToAnswer(view, agent)));
    }

    /// What the crew works on is no hook's but a conversation's.
    private static boolean isToAnswer(LedgerView view, BeadId agent) {
        return Talks.find(view, Talks.beadId(new Conversation.CrewThread(agent).key()))
                .filter(talk -> !talk.isDone())
                .isPresent();
    }

    /// A folder to be read, held as the rig's agents are, but for the caches that these may write.
    private Duty.Workplace reading(Path folder) {
        Sandboxing held = ledger.read(view -> Rigs.get(view, seance.rig()).sandboxing());
        Confinement rig = held.confinement();
        return new Duty.Workplace(
                folder,
                new Confinement(rig.need(), rig.network(), List.of(), rig.readable())
                        .withLimits(rig.limits())
                        .alsoReadable(folder));
    }

    @Override
    public String noAgent() {
        return "No agent is there to answer for %s. What it said can be searched: gt transcript %s --grep WORDS."
                .formatted(
                        seance.agent(),
                        seance.bead().map(BeadId::text).orElse(seance.agent().text()));
    }
}
