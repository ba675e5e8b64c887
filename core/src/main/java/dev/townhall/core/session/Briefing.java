package dev.townhall.core.session;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.handoff.Handoff;
import dev.townhall.core.handoff.Handoffs;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mail.Letter;
import dev.townhall.core.mail.Mail;
import dev.townhall.core.memory.Memories;
import dev.townhall.core.memory.Shelf;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.Resolving;
import dev.townhall.core.mergequeue.Witnessing;
import dev.townhall.core.prime.PrimeRequest;
import dev.townhall.core.prime.Primer;
import dev.townhall.core.question.Question;
import dev.townhall.core.question.Questions;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.tool.Priming;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gathers what an agent is told: its hook, its answers, its memories and its mail.
public final class Briefing implements Priming {
    private final Primer primer;

    public Briefing(Primer primer) {
        this.primer = primer;
    }

    @Override
    public String prime(LedgerView view, Credential who) {
        return primer.prime(view, request(view, who)).text();
    }

    private static PrimeRequest request(LedgerView view, Credential who) {
        PrimeRequest plain =
                PrimeRequest.of(who.agent(), who.role(), who.rig()).withHookOf(who.agentBead());
        if (who.role() == AgentRole.MAYOR) {
            // What it knows from elsewhere is not for everybody it talks with: its tools see to
            // that.
            return plain;
        }
        PrimeRequest request = plain.knowing(memories(view, who), mail(view, who.agent()));
        if (who.role() == AgentRole.CREW) {
            return request.on(CrewMember.branch(who.agent().shortName()));
        }
        return Hooks.of(view, who.agentBead()) instanceof Hook.Loaded loaded
                ? onHook(view, who, loaded, request)
                : request;
    }

    private static PrimeRequest onHook(
            LedgerView view, Credential who, Hook.Loaded loaded, PrimeRequest request) {
        List<PrimeRequest.Answered> answers = answers(view, who, loaded);
        boolean answered =
                loaded.waitsFor().map(id -> !Questions.get(view, id).isOpen()).orElse(false);
        Optional<Handoff> left = Handoffs.last(view, who.agentBead());
        PrimeRequest.Occasion occasion;
        if (answered) {
            occasion = PrimeRequest.Occasion.ANSWERED;
        } else if (left.filter(it -> it.fence() == loaded.fence() - 1).isPresent()) {
            occasion = PrimeRequest.Occasion.HANDED_OVER;
        } else if (loaded.sessions() > 1 && who.role().handsOff()) {
            occasion = PrimeRequest.Occasion.LOST;
        } else {
            occasion = PrimeRequest.Occasion.FIRST;
        }
        PrimeRequest after =
                request.after(
                        occasion,
                        left.map(it ->
                                new PrimeRequest.Handoff(
                                        who.agent().text(), it.summary(), it.at())),
                        answers);
        return switch (who.role()) {
            case POLECAT -> after.on(Task.branch(who.role(), who.agent().shortName(), loaded));
            case REFINERY -> {
                PrimeRequest on =
                        after.on(Task.branch(who.role(), who.agent().shortName(), loaded));
                yield MergeRequests.resolved(view, loaded.bead())
                        .map(queued -> on.before(joining(view, queued.request())))
                        .orElse(on);
            }
            case WITNESS ->
                    MergeRequests.witnessed(view, loaded.bead())
                            .map(queued -> after.before(judging(queued.request())))
                            .orElse(after);
            case MAYOR, DEACON, DOG, CREW -> after;
        };
    }

    private static PrimeRequest.Joining joining(LedgerView view, MergeRequest request) {
        Resolving conflict = request.resolving().orElseThrow();
        return new PrimeRequest.Joining(
                conflict.target(),
                request.base(),
                request.head(),
                conflict.files(),
                conflict.begun().map(Resolving.Beginning::unmarked).orElse(List.of()),
                conflict.begun().map(Resolving.Beginning::others).orElse(List.of()).stream()
                        .flatMap(id -> view.find(id).stream())
                        .map(Briefing::other)
                        .toList());
    }

    private static PrimeRequest.Other other(Bead bead) {
        return new PrimeRequest.Other(
                bead.id(),
                bead.createdBy(),
                String.join("\n\n", bead.title(), bead.description(), bead.acceptanceCriteria())
                        .strip());
    }

    private static PrimeRequest.Judging judging(MergeRequest request) {
        Witnessing witnessing = request.witnessing().orElseThrow();
        return new PrimeRequest.Judging(
                request.worker().text(),
                request.base(),
                request.head(),
                witnessing.claim(),
                witnessing.size(),
                witnessing.changes());
    }

    /// All that was answered while this work was on the hook: a turn that was told may be lost.
    private static List<PrimeRequest.Answered> answers(
            LedgerView view, Credential who, Hook.Loaded loaded) {
        return view.ofType(Bead.GATE).stream()
                .flatMap(bead -> Question.ASPECT.of(bead).stream())
                .filter(question ->
                        question.onHook()
                                && !question.isOpen()
                                && question.agentBead().equals(who.agentBead())
                                && question.bead().equals(Optional.of(loaded.bead()))
                                && !question.asked().isBefore(loaded.since()))
                .sorted(Comparator.comparing(Question::asked))
                .map(Briefing::answered)
                .toList();
    }

    private static PrimeRequest.Answered answered(Question question) {
        return switch (question.state()) {
            case OPEN, ANSWERED ->
                    new PrimeRequest.Answered(
                            question.text(),
                            question.answeredBy().map(Actor::shortName).orElse("a person"),
                            question.answer());
            case EXPIRED, WITHDRAWN ->
                    new PrimeRequest.Answered(
                            question.text(),
                            "the town",
                            "Nobody answered in time: decide yourself, or escalate.");
        };
    }

    private static List<PrimeRequest.Memory> memories(LedgerView view, Credential who) {
        List<PrimeRequest.Memory> memories = new ArrayList<>();
        for (Shelf shelf : shelves(who)) {
            for (Bead bead : Memories.on(view, shelf)) {
                memories.add(
                        new PrimeRequest.Memory(
                                bead.createdBy(), bead.title() + ": " + bead.description()));
            }
        }
        return memories;
    }

    /// The widest first.
    private static List<Shelf> shelves(Credential who) {
        List<Shelf> shelves = new ArrayList<>();
        who.rig().map(Shelf::of).ifPresent(shelves::add);
        shelves.add(Shelf.of(who.rig(), who.role()));
        shelves.add(Shelf.of(who.agent()));
        return shelves;
    }

    private static List<PrimeRequest.Letter> mail(LedgerView view, Actor owner) {
        return Mail.unread(view, owner).stream()
                .map(bead -> {
                    Letter letter = Mail.get(view, bead.id());
                    return new PrimeRequest.Letter(
                            bead.id().text(),
                            letter.from().text(),
                            bead.title(),
                            bead.description());
                })
                .toList();
    }
}
