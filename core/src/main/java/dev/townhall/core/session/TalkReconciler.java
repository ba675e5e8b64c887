package dev.townhall.core.session;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.talk.Seance;
import dev.townhall.core.talk.Seances;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import dev.townhall.core.worktree.Repositories;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Has people's talk answered by the agent it is meant for. Its keys are the beads of conversations
/// in which something is not answered, or which have a session.
public final class TalkReconciler implements Reconciler, AutoCloseable {
    public static final String NAME = "talk";

    private final Ledger ledger;
    private final TalkDrive drive;
    private final AgentHost host;

    /// How much is talked at a time.
    ///
    /// @param sessions conversations that have a session
    /// @param idle after which a session ends that has nothing to answer
    /// @param turn how long one answer may take
    public record Limits(int sessions, Duration idle, Duration turn) {
        public static final Limits DEFAULT =
                new Limits(3, Duration.ofMinutes(10), Duration.ofMinutes(10));

        public Limits {
            Check.that(sessions >= 1, "At least one conversation has a session.");
            Check.that(
                    idle.isPositive() && turn.isPositive(),
                    "A conversation's turn and idle time are longer than nothing.");
        }
    }

    /// @param wake asks the engine to look at a conversation again, from any thread
    public TalkReconciler(
            Ledger ledger,
            Repositories repositories,
            CrewTrees trees,
            Agents agents,
            Time time,
            Posts posts,
            Limits limits,
            Consumer<BeadId> wake) {
        this.ledger = ledger;
        this.host = agents.host();
        this.drive =
                new TalkDrive(
                        agents,
                        ledger,
                        time,
                        posts,
                        limits,
                        (bead, talk) -> partner(bead, talk, repositories, trees, agents),
                        wake);
    }

    private Partner partner(
            BeadId bead, Talk talk, Repositories repositories, CrewTrees trees, Agents agents) {
        Optional<Seance> seance = ledger.read(view -> view.find(bead).flatMap(Seance.ASPECT::of));
        if (seance.isPresent()) {
            return new SeancePartner(ledger, agents.host(), agents.transcripts(), seance.get());
        }
        return Conversation.parse(talk.conversation())
                        instanceof Conversation.CrewThread(BeadId member)
                ? new CrewPartner(ledger, repositories, trees, member)
                : new MayorPartner(ledger, agents.host());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<String> keys() {
        return Stream.concat(ledger.read(Talks::unanswered).stream(), drive.live().stream())
                .distinct()
                .map(BeadId::text)
                .toList();
    }

    @Override
    public List<String> concerns(String changedBead) {
        return ledger.read(view -> {
            Optional<Bead> bead = view.find(new BeadId(changedBead));
            return switch (bead.map(Bead::type).orElse("")) {
                case Bead.TALK -> List.of(changedBead);
                case Bead.ACCOUNT -> Talks.unanswered(view).stream().map(BeadId::text).toList();
                case Bead.GATE ->
                        bead.filter(Asker::isAboutSpending).isPresent()
                                ? Talks.unanswered(view).stream().map(BeadId::text).toList()
                                : bead
                                        .flatMap(Asker::of)
                                        .map(BeadId::text)
                                        .filter(id -> id.startsWith(Talks.ID_START))
                                        .stream()
                                        .toList();
                default -> List.of();
            };
        });
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId bead = new BeadId(key);
        Outcome outcome = drive.look(bead);
        if (outcome instanceof Outcome.Settled
                && key.startsWith(Seances.ID_PREFIX)
                && !drive.live().contains(bead)) {
            host.vacate(bead);
        }
        return outcome;
    }

    /// The fencing numbers of the sessions that live now, by conversation.
    public Map<BeadId, Long> sessions() {
        return drive.sessions();
    }

    /// Ends every live session; what is not answered is answered after the next start.
    @Override
    public void close() {
        drive.close();
    }
}
