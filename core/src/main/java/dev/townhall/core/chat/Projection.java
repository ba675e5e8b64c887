package dev.townhall.core.chat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Hindrances;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.EventDraft;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mail.Letter;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import dev.townhall.core.question.Question;
import dev.townhall.core.question.Questions;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Turns what a transaction changed into posts, inside that transaction: a change and what is said
/// of it are durable together or not at all.
///
/// Cards (of convoys, approvals, escalations) follow from state: whatever touched them, they are
/// rendered again, and an unchanged card is no revision. Milestones follow from events; their keys
/// are made of what happened, so that nothing is said twice.
///
/// | what | where |
/// |---|---|
/// | live card, milestones of a convoy | its thread |
/// | approvals, escalations, questions | inbox of everyone who may settle them |
/// | a letter to a person | that person's inbox |
/// | a member joins or leaves the crew | its rig's channel |
/// | landed | thread, and inbox of the convoy's owner |
/// | a rig's states, findings about it | its channel |
/// | an account rests | thread or channel of the work that met its limit |
/// | what holds work up | inbox of everyone who may settle it |
/// | other findings | inboxes of the owners |
public final class Projection implements Consumer<Transaction> {
    private final Posts posts;

    public Projection(Posts posts) {
        this.posts = posts;
    }

    @Override
    public void accept(Transaction tx) {
        List<EventDraft> drafts = tx.emitted();
        if (drafts.isEmpty() && tx.changed().isEmpty()) {
            return;
        }
        List<TownEvent> events = drafts.stream().map(Events::read).toList();
        renderChanged(tx, events);
        renderHindrances(tx);
        for (int i = 0; i < events.size(); i++) {
            tell(tx, events.get(i), tx.lastEvent() + i + 1, events);
        }
    }

    /// Renders again every card that a changed bead may show on.
    private void renderChanged(Transaction tx, List<TownEvent> events) {
        Set<BeadId> convoys = new LinkedHashSet<>();
        events.forEach(event -> addHindered(tx, event, convoys));
        for (BeadId id : tx.changed()) {
            Bead bead = tx.get(id);
            switch (bead.type()) {
                case Bead.CONVOY -> Convoy.ASPECT.of(bead).ifPresent(it -> convoys.add(id));
                case Bead.MERGE_REQUEST ->
                        MergeRequest.ASPECT
                                .of(bead)
                                .flatMap(MergeRequest::convoy)
                                .ifPresent(convoys::add);
                case Bead.PERSON -> renderWaiting(tx);
                case Bead.GATE -> {
                    Approval.ASPECT.of(bead).ifPresent(it -> renderApproval(tx, id, it));
                    Question.ASPECT.of(bead).ifPresent(it -> renderQuestion(tx, id, it));
                }
                case Bead.MESSAGE ->
                        Letter.ASPECT.of(bead).ifPresent(it -> renderLetter(tx, bead, it));
                case Bead.AGENT ->
                        CrewMember.ASPECT.of(bead).ifPresent(it -> renderCrew(tx, id, it));
                case Bead.RIG -> Rig.ASPECT.of(bead).ifPresent(it -> addOpen(tx, it, convoys));
                case Bead.ESCALATION ->
                        Escalation.ASPECT.of(bead).ifPresent(it -> renderEscalation(tx, id, it));
                default -> Work.ASPECT.of(bead).flatMap(Work::convoy).ifPresent(convoys::add);
            }
        }
        convoys.stream().filter(id -> tx.find(id).isPresent()).forEach(id -> renderConvoy(tx, id));
    }

    /// A finding shows on the cards of the work it holds up; a start of the town forgets all.
    private static void addHindered(Transaction tx, TownEvent event, Set<BeadId> convoys) {
        switch (event) {
            case TownEvent.FindingRaised raised -> addOpen(tx, raised.about(), convoys);
            case TownEvent.FindingCleared cleared -> addOpen(tx, cleared.about(), convoys);
            case TownEvent.TownOpened _ -> Rigs.list(tx).forEach(rig -> addOpen(tx, rig, convoys));
            case TownEvent _ -> {}
        }
    }

    private static void addOpen(Transaction tx, String about, Set<BeadId> convoys) {
        Places.rigOf(tx, about)
                .flatMap(rig -> Rigs.find(tx, rig))
                .ifPresent(rig -> addOpen(tx, rig, convoys));
    }

    /// A rig's settings show on the cards of what is planned or under way there.
    private static void addOpen(Transaction tx, Rig rig, Set<BeadId> convoys) {
        for (Bead bead : Convoys.list(tx)) {
            if (!bead.isClosed() && Convoys.get(tx, bead.id()).rig().equals(rig.name())) {
                convoys.add(bead.id());
            }
        }
    }

    /// Only where somebody talked with the member already: the first to do so opens the thread.
    private void renderCrew(Transaction tx, BeadId id, CrewMember member) {
        String key = CrewCard.key(id);
        if (tx.post(key).isPresent()) {
            Agent agent = Agent.ASPECT.of(tx.get(id)).orElseThrow();
            posts.say(
                    tx,
                    key,
                    new Conversation.CrewThread(id),
                    agent.actor(),
                    Post.Urgency.STATUS,
                    CrewCard.of(agent, member));
        }
    }

    private void renderConvoy(Transaction tx, BeadId id) {
        say(
                tx,
                ConvoyCard.key(id),
                new Conversation.ConvoyThread(id),
                Post.Urgency.STATUS,
                ConvoyCard.of(tx, id));
    }

    /// Everyone who may decide is asked; whoever was asked is told what came of it.
    private void renderApproval(Transaction tx, BeadId id, Approval approval) {
        boolean asks = approval.state() == Approval.State.PENDING;
        Card card = ApprovalCard.of(tx, id, approval);
        for (Person person : People.all(tx)) {
            String key = ApprovalCard.key(id, person.name());
            if ((asks && maySettle(person, approval)) || tx.post(key).isPresent()) {
                sayTo(tx, person, key, card);
            }
        }
    }

    private void renderEscalation(Transaction tx, BeadId id, Escalation escalation) {
        Card card = EscalationCard.of(tx, id, escalation);
        for (Person person : People.all(tx)) {
            String key = EscalationCard.key(id, person.name());
            boolean asks = escalation.isOpen() && maySettle(person, escalation.rig());
            if (asks || tx.post(key).isPresent()) {
                sayTo(tx, person, key, card);
            }
        }
    }

    private void renderQuestion(Transaction tx, BeadId id, Question question) {
        Card card = QuestionCard.of(tx, id, question);
        for (Person person : People.all(tx)) {
            String key = QuestionCard.key(id, person.name());
            boolean asks = question.isOpen() && mayAnswer(person, question);
            if (asks || tx.post(key).isPresent()) {
                sayTo(tx, person, key, card);
            }
        }
    }

    /// Whom a finding holds up changes with every hook and every request.
    private void renderHindrances(Transaction tx) {
        List<Finding> findings = Patrol.findings(tx);
        if (findings.isEmpty()) {
            return;
        }
        Map<Finding, List<BeadId>> held = Hindrances.in(tx).all();
        for (Finding finding : findings) {
            List<BeadId> beads = held.getOrDefault(finding, List.of());
            if (beads.isEmpty()) {
                passed(tx, finding.about(), finding.since());
            } else {
                renderHindrance(tx, finding, beads);
            }
        }
    }

    private void renderHindrance(Transaction tx, Finding finding, List<BeadId> beads) {
        Card card = HindranceCard.of(tx, finding, beads);
        RigName rig = Works.get(tx.get(beads.getFirst())).rig();
        for (Person person : People.all(tx)) {
            String key = HindranceCard.key(finding, person.name());
            if (maySettle(person, rig) || tx.post(key).isPresent()) {
                sayNews(tx, person, key, card);
            }
        }
    }

    private void renderLetter(Transaction tx, Bead bead, Letter letter) {
        People.all(tx).stream()
                .filter(person -> person.actor().equals(letter.to()))
                .forEach(person ->
                        posts.say(
                                tx,
                                LetterCard.key(bead),
                                new Conversation.Inbox(person.name()),
                                letter.from(),
                                Post.Urgency.NEWS,
                                LetterCard.of(bead, letter)));
    }

    /// Whoever was given a role is asked what waits already.
    private void renderWaiting(Transaction tx) {
        Approvals.pending(tx)
                .forEach(bead -> renderApproval(tx, bead.id(), Approvals.get(tx, bead.id())));
        Escalations.open(tx)
                .forEach(bead -> renderEscalation(tx, bead.id(), Escalations.get(tx, bead.id())));
        Questions.open(tx)
                .forEach(bead -> renderQuestion(tx, bead.id(), Questions.get(tx, bead.id())));
    }

    private static boolean mayAnswer(Person person, Question question) {
        Role role = question.rig().map(person::roleIn).orElse(person.role());
        return role.covers(Role.OPERATOR);
    }

    private static boolean maySettle(Person person, Approval approval) {
        Role role = approval.decidedIn().map(person::roleIn).orElse(person.role());
        return role.covers(Role.APPROVER);
    }

    private static boolean maySettle(Person person, RigName rig) {
        return person.roleIn(rig).covers(Role.APPROVER);
    }

    /// @param number what the event will be numbered: distinguishes episodes in keys
    private void tell(Transaction tx, TownEvent event, long number, List<TownEvent> together) {
        String key =
                "event:%s:%s:%s"
                        .formatted(Events.typeOf(event.getClass()), event.subject(), number);
        switch (event) {
            case TownEvent.TownOpened opened ->
                    opened.offlineSince().ifPresent(since -> tellOffline(tx, since));
            case TownEvent.RigReady ready ->
                    channel(tx, key, ready.rig(), Milestones.rigReady(ready));
            case TownEvent.RigFailed failed -> rigFailed(tx, key, failed);
            case TownEvent.RigParked parked ->
                    channel(
                            tx,
                            key,
                            parked.rig(),
                            line("Rig " + parked.rig() + " is parked: nothing new is begun."));
            case TownEvent.CrewJoined joined ->
                    channel(tx, key, joined.rig(), line(Milestones.joined(joined)));
            case TownEvent.CrewLeft left ->
                    channel(tx, key, left.rig(), line(Milestones.left(left, tx.actor())));
            case TownEvent.RigBound bound ->
                    channel(tx, key, bound.rig(), line(Milestones.bound(bound, tx.actor())));
            case TownEvent.RigUnparked unparked ->
                    channel(
                            tx,
                            key,
                            unparked.rig(),
                            line("Rig " + unparked.rig() + " works again."));
            case TownEvent.RigRemoved removed ->
                    channel(tx, key, removed.rig(), line("Rig " + removed.rig() + " was removed."));
            case TownEvent.ConvoyLaunched launched ->
                    thread(tx, key, launched.convoy(), Milestones.launched(tx, launched.convoy()));
            case TownEvent.ConvoyReplanned replanned ->
                    thread(
                            tx,
                            key,
                            replanned.convoy(),
                            Milestones.replanned(replanned, tx.actor().shortName()));
            case TownEvent.ConvoyDropped dropped ->
                    thread(
                            tx,
                            key,
                            dropped.convoy(),
                            line(
                                    tx.actor().equals(Actor.TOWN)
                                            ? "Dropped: all its beads were dropped."
                                            : "Dropped" + by(tx) + "."));
            case TownEvent.ConvoyPaused paused ->
                    thread(
                            tx,
                            key,
                            paused.convoy(),
                            line("Paused" + by(tx) + ": what runs goes on, nothing new is begun."));
            case TownEvent.ConvoyResumed resumed ->
                    thread(tx, key, resumed.convoy(), line("Resumed" + by(tx) + "."));
            case TownEvent.ConvoyLanded landed -> tellLanded(tx, key, landed);
            case TownEvent.BeadClosed closed -> tellClosed(tx, key, closed, together);
            case TownEvent.ReworkAsked rework -> tellRework(tx, key, rework);
            case TownEvent.WorkWitnessed judged ->
                    Milestones.witnessed(tx, judged)
                            .ifPresent(
                                    card -> about(tx, key, judged.bead(), judged.convoy(), card));
            case TownEvent.Merged merged -> tellMerged(tx, key, merged);
            case TownEvent.ApprovalAsked asked ->
                    aboutApproval(tx, key, asked.approval(), Milestones.approvalAsked(tx, asked));
            case TownEvent.ApprovalDecided decided ->
                    aboutApproval(
                            tx, key, decided.approval(), Milestones.approvalDecided(tx, decided));
            case TownEvent.Escalated escalated ->
                    about(
                            tx,
                            key,
                            escalated.bead(),
                            escalated.convoy(),
                            Milestones.escalated(tx, escalated));
            case TownEvent.EscalationClosed closed ->
                    about(
                            tx,
                            key,
                            closed.bead(),
                            closed.convoy(),
                            Milestones.escalationClosed(tx, closed));
            case TownEvent.QuestionAsked asked ->
                    aboutQuestion(
                            tx,
                            key,
                            asked.bead(),
                            asked.convoy(),
                            Milestones.questionAsked(tx, asked));
            case TownEvent.QuestionSettled settled ->
                    aboutQuestion(
                            tx,
                            key,
                            settled.bead(),
                            settled.convoy(),
                            Milestones.questionSettled(tx, settled));
            case TownEvent.AccountRested rested -> tellRested(tx, rested);
            case TownEvent.FindingRaised raised -> {
                String text = "Finding about %s: %s".formatted(raised.about(), raised.text());
                finding(tx, key, raised.about(), Milestones.toned(Card.Tone.BAD, text));
            }
            case TownEvent.FindingCleared cleared -> {
                Card card = Milestones.toned(Card.Tone.GOOD, over(cleared.about()));
                finding(tx, key, cleared.about(), card);
                cleared.since().ifPresent(since -> passed(tx, cleared.about(), since));
            }
            case TownEvent.BeadEdited edited ->
                    about(tx, key, edited.bead(), edited.convoy(), Milestones.edited(tx, edited));
            case TownEvent.BeadDropped dropped -> tellDropped(tx, key, dropped, together);
            case TownEvent.RuleAdded rule ->
                    channel(
                            tx,
                            key,
                            rule.rig(),
                            line(
                                    "Rule for the agents of %s%s: %s."
                                            .formatted(rule.rig(), by(tx), rule.rule())));
            case TownEvent.RuleRevoked rule ->
                    channel(
                            tx,
                            key,
                            rule.rig(),
                            line(
                                    "No longer a rule of %s%s: %s."
                                            .formatted(rule.rig(), by(tx), rule.rule())));
            // These show on cards, or are said by whoever causes them.
            case TownEvent.RigAdded _,
                    TownEvent.RigUnbound _,
                    TownEvent.BeadCreated _,
                    TownEvent.ConvoyStaged _,
                    TownEvent.BeadSlung _,
                    TownEvent.BeadGiven _,
                    TownEvent.SessionStarted _,
                    TownEvent.SessionHandedOff _,
                    TownEvent.WorkSubmitted _,
                    TownEvent.WorkClaimed _,
                    TownEvent.ConflictOffered _,
                    TownEvent.ConflictResolved _,
                    TownEvent.BeadChanged _,
                    TownEvent.CommentAdded _,
                    TownEvent.AccountReturned _,
                    TownEvent.MailSent _,
                    TownEvent.MailAcked _,
                    TownEvent.NudgeQueued _,
                    TownEvent.TalkHeard _,
                    TownEvent.TalkAnswered _,
                    TownEvent.NudgeDelivered _,
                    TownEvent.NudgeExpired _,
                    TownEvent.FilesReserved _,
                    TownEvent.FilesReleased _,
                    TownEvent.MemoryKept _,
                    TownEvent.MemoryForgotten _ -> {}
        }
    }

    private void tellOffline(Transaction tx, Instant since) {
        Card card = line("The town was offline " + Words.span(since, tx.now()) + ". Work goes on.");
        for (Bead bead : Convoys.list(tx).reversed()) {
            if (Convoys.get(tx, bead.id()).state() == Convoy.State.OPEN) {
                thread(tx, "offline:" + bead.id() + ":" + since, bead.id(), card);
            }
        }
    }

    private void rigFailed(Transaction tx, String key, TownEvent.RigFailed failed) {
        channel(
                tx,
                key,
                failed.rig(),
                Milestones.toned(
                        Card.Tone.BAD,
                        "Rig %s could not be added: %s".formatted(failed.rig(), failed.problem())));
    }

    private void tellLanded(Transaction tx, String key, TownEvent.ConvoyLanded landed) {
        Card card = Milestones.landed(tx, landed);
        thread(tx, key, landed.convoy(), card);
        String owner = Convoys.get(tx, landed.convoy()).owner().shortName();
        People.find(tx, owner).ifPresent(person -> sayNews(tx, person, key + ":" + owner, card));
    }

    /// A merge report says it already where the commit came by a merge of this very change.
    private void tellClosed(
            Transaction tx, String key, TownEvent.BeadClosed closed, List<TownEvent> together) {
        boolean told =
                together.stream()
                        .anyMatch(it ->
                                it instanceof TownEvent.Merged merged
                                        && merged.bead().equals(closed.bead()));
        if (!told && !tx.get(closed.bead()).type().equals(Bead.EPIC)) {
            about(tx, key, closed.bead(), closed.convoy(), Milestones.done(tx, closed));
        }
    }

    /// Only where a person gave up this one bead: more than that is told as a whole.
    private void tellDropped(
            Transaction tx, String key, TownEvent.BeadDropped dropped, List<TownEvent> together) {
        boolean told =
                together.stream()
                        .anyMatch(it ->
                                it instanceof TownEvent.ConvoyDropped
                                        || it instanceof TownEvent.ConvoyReplanned
                                        || it instanceof TownEvent.RigRemoved
                                        || it instanceof TownEvent.EscalationClosed);
        if (!told && !tx.actor().equals(Actor.TOWN)) {
            about(tx, key, dropped.bead(), dropped.convoy(), Milestones.dropped(tx, dropped));
        }
    }

    private void tellMerged(Transaction tx, String key, TownEvent.Merged merged) {
        Optional<Conversation> where = place(tx, merged.bead(), merged.convoy());
        Actor author =
                Places.rigOf(tx, merged.bead().text()).map(Actor::refinery).orElse(Actor.TOWN);
        where.ifPresent(it ->
                posts.say(tx, key, it, author, Post.Urgency.NEWS, Milestones.merged(tx, merged)));
    }

    private void tellRework(Transaction tx, String key, TownEvent.ReworkAsked rework) {
        if (rework.cause() != TownEvent.ReworkCause.CONFLICT) {
            about(tx, key, rework.bead(), rework.convoy(), Milestones.rework(tx, rework));
            return;
        }
        place(tx, rework.bead(), rework.convoy())
                .ifPresent(where -> {
                    String together = Conflicts.key(where, tx.now());
                    Optional<Card> before =
                            tx.post(together).map(post -> CardJson.read(post.content()));
                    Card card = Conflicts.of(tx, rework, before);
                    say(tx, together, where, Post.Urgency.NEWS, card);
                });
    }

    /// One post an episode: when the rest becomes longer, that is edited where it stands.
    private void tellRested(Transaction tx, TownEvent.AccountRested rested) {
        String episode = "rest:%s:%s".formatted(rested.name(), rested.since());
        tx.post(episode)
                .map(post -> Conversation.parse(post.conversation()))
                .or(() -> place(tx, rested.bead(), rested.convoy()))
                .ifPresent(where ->
                        say(
                                tx,
                                episode,
                                where,
                                Post.Urgency.NEWS,
                                Milestones.accountRested(rested)));
    }

    private void about(
            Transaction tx, String key, BeadId bead, Optional<BeadId> convoy, Card card) {
        place(tx, bead, convoy).ifPresent(where -> say(tx, key, where, Post.Urgency.NEWS, card));
    }

    /// What is the whole town's is told where the work is that it came up with.
    private void aboutApproval(Transaction tx, String key, BeadId id, Card card) {
        Approval approval = Approvals.get(tx, id);
        Conversation where =
                place(tx, approval.bead(), approval.convoy())
                        .orElseGet(() -> new Conversation.Channel(approval.rig()));
        say(tx, key, where, Post.Urgency.NEWS, card);
    }

    private void aboutQuestion(
            Transaction tx, String key, Optional<BeadId> bead, Optional<BeadId> convoy, Card card) {
        bead.ifPresent(it -> about(tx, key, it, convoy, card));
    }

    private static Optional<Conversation> place(
            Transaction tx, BeadId bead, Optional<BeadId> convoy) {
        return convoy.<Conversation>map(Conversation.ConvoyThread::new)
                .or(() -> Places.rigOf(tx, bead.text()).map(Conversation.Channel::new));
    }

    private void finding(Transaction tx, String key, String about, Card card) {
        Optional<RigName> rig = Places.rigOf(tx, about);
        if (rig.isPresent()) {
            channel(tx, key, rig.get(), card);
            return;
        }
        for (Person owner : People.owners(tx)) {
            sayNews(tx, owner, key + ":" + owner.name(), card);
        }
    }

    /// Whoever was told of it sees that it holds nothing up any more.
    private void passed(Transaction tx, String about, Instant since) {
        for (Person person : People.all(tx)) {
            String key = HindranceCard.key(about, since, person.name());
            if (tx.post(key).isPresent()) {
                sayNews(tx, person, key, line(over(about)));
            }
        }
    }

    private static String over(String about) {
        return "The finding about %s is over.".formatted(about);
    }

    private void thread(Transaction tx, String key, BeadId convoy, Card card) {
        say(tx, key, new Conversation.ConvoyThread(convoy), Post.Urgency.NEWS, card);
    }

    private void channel(Transaction tx, String key, RigName rig, Card card) {
        say(tx, key, new Conversation.Channel(rig), Post.Urgency.NEWS, card);
    }

    private void sayNews(Transaction tx, Person person, String key, Card card) {
        say(tx, key, new Conversation.Inbox(person.name()), Post.Urgency.NEWS, card);
    }

    private void sayTo(Transaction tx, Person person, String key, Card card) {
        say(tx, key, new Conversation.Inbox(person.name()), Post.Urgency.DECISION, card);
    }

    private void say(
            Transaction tx, String key, Conversation where, Post.Urgency urgency, Card card) {
        posts.say(tx, key, where, Actor.MAYOR, urgency, card);
    }

    private static Card line(String text) {
        return Card.line(text);
    }

    private static String by(Transaction tx) {
        return tx.actor().equals(Actor.TOWN) ? "" : " by " + tx.actor().shortName();
    }
}
