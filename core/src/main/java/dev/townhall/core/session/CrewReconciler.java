package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.crew.Removal;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.People;
import dev.townhall.core.reception.CrewVerbs;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import dev.townhall.core.worktree.RigRepository;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Lets members of crews leave whom somebody wants removed. Its keys are their beads.
///
/// ```
///   LEAVING    session over? -> is what is only in its tree what may be lost? -> DELETING
///   DELETING   the same question again, while the tree is whole; tree deleted -> REMOVED
/// ```
///
/// The answer no brings the member back into the crew, and is kept in its [Removal]. Once the
/// deletion has begun there is no way back: half a tree is nobody's.
public final class CrewReconciler implements Reconciler {
    public static final String NAME = "crew";

    /// The end of its session wakes it as well.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final CrewTrees trees;
    private final Posts posts;

    public CrewReconciler(Ledger ledger, CrewTrees trees, Posts posts) {
        this.ledger = ledger;
        this.trees = trees;
        this.posts = posts;
    }

    /// The transaction's actor wants the member to leave: its session ends, and the rest is this
    /// reconciler's. Where somebody wanted that before, it is that decision which counts.
    ///
    /// @param agreed the word for exactly what may be lost with it, as a refusal gave it
    /// @throws TownException WRONG_STATE when it is at work
    public static Removal decide(Transaction tx, Agent member, Optional<String> agreed) {
        Optional<CrewMember> known = Crews.member(tx, member.beadId());
        if (known.filter(CrewMember::isLeaving).isPresent()) {
            return known.get().leavingBy();
        }
        String does = CrewVerbs.does(tx, member);
        if (!does.equals(CrewVerbs.IDLE)) {
            throw TownException.wrongState(
                    "%s is not removed, because it %s. Stop it first: `gt crew stop %s/%s`."
                            .formatted(member.name(), does, member.rig(), member.name()));
        }
        Removal removal = Crews.leave(tx, member, agreed);
        Talks.stop(tx, talk(member));
        return removal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(30);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view ->
                Crews.all(view).stream()
                        .filter(member ->
                                Crews.member(view, member.beadId())
                                        .filter(CrewMember::isLeaving)
                                        .isPresent())
                        .map(member -> member.beadId().text())
                        .toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        return ledger.read(view -> {
            Optional<Bead> bead = view.find(new BeadId(changedBead));
            return switch (bead.map(Bead::type).orElse("")) {
                case Bead.AGENT ->
                        bead.flatMap(CrewMember.ASPECT::of).filter(CrewMember::isLeaving).stream()
                                .map(_ -> changedBead)
                                .toList();
                case Bead.TALK ->
                        bead
                                .flatMap(Talk.ASPECT::of)
                                .map(it -> Conversation.parse(it.conversation()))
                                .stream()
                                .filter(Conversation.CrewThread.class::isInstance)
                                .map(it -> ((Conversation.CrewThread) it).member().text())
                                .toList();
                default -> List.of();
            };
        });
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId bead = new BeadId(key);
        Optional<CrewMember> known = ledger.read(view -> Crews.member(view, bead));
        if (known.filter(CrewMember::isLeaving).isEmpty()) {
            return Outcome.settled();
        }
        Agent member = ledger.read(view -> Roster.get(view, bead));
        if (hasSession(member)) {
            return Outcome.again(LOOK_AGAIN);
        }
        return trees.alone(member, repository -> goes(member, known.get(), repository));
    }

    /// A session is over when the wish that it ends is.
    private boolean hasSession(Agent member) {
        return ledger.read(view ->
                Talks.find(view, talk(member))
                        .filter(it -> it.stoppedBy().isPresent() || !it.isDone())
                        .isPresent());
    }

    private Outcome goes(Agent member, CrewMember known, RigRepository repository) {
        Removal removal = known.leavingBy();
        if (known.state() == CrewMember.State.LEAVING) {
            Optional<String> loss = CrewLoss.refusal(repository, member, removal);
            if (loss.isPresent()) {
                return stays(member, removal, loss.get());
            }
            write(Actor.TOWN, tx -> Crews.deleting(tx, member, removal.number()));
        }
        if (repository.tree(member.actor()).isPresent()) {
            Optional<String> loss = CrewLoss.refusal(repository, member, removal);
            if (loss.isPresent()) {
                return stays(member, removal, loss.get());
            }
        }
        repository.removeTree(member.actor());
        write(removal.by(), tx -> Crews.remove(tx, member, removal.number()));
        return Outcome.settled();
    }

    private Outcome stays(Agent member, Removal removal, String why) {
        write(
                Actor.TOWN,
                tx -> {
                    Crews.stay(tx, member, removal.number(), why);
                    tell(tx, member, removal, why);
                });
        return Outcome.settled();
    }

    /// The command that waited for it may be gone, with the town it was given to or its terminal.
    private void tell(Transaction tx, Agent member, Removal removal, String why) {
        String person = removal.by().shortName();
        if (People.find(tx, person).isPresent()) {
            posts.say(
                    tx,
                    "stays:%s:%s".formatted(member.beadId(), removal.number()),
                    new Conversation.Inbox(person),
                    Actor.TOWN,
                    Post.Urgency.NEWS,
                    Card.line(why));
        }
    }

    private static BeadId talk(Agent member) {
        return Talks.beadId(CrewVerbs.thread(member).key());
    }

    private void write(Actor by, Consumer<Transaction> change) {
        ledger.write(
                by,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }
}
