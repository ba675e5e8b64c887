package dev.townhall.core.session;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.permission.Place;
import dev.townhall.core.permission.Policy;
import dev.townhall.core.permission.Rule;
import dev.townhall.core.permission.RuleBook;
import dev.townhall.core.permission.ToolUse;
import dev.townhall.core.permission.Verdict;
import dev.townhall.core.runtime.SessionUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Answers what agents ask permission for: by the rig's policy, else by a person. Nothing is
/// answered by position or guess, and what nobody answers is refused.
final class Permits {
    private final Ledger ledger;
    private final Time time;
    private final Duration expiry;

    /// @param expiry how long a person has
    Permits(Ledger ledger, Time time, Duration expiry) {
        this.ledger = ledger;
        this.time = time;
        this.expiry = expiry;
    }

    /// Answers what can be answered; returns how long at most a person is waited for, if one is.
    Optional<Duration> settle(Petitioner who, AgentTalk talk, Confined confined) {
        Optional<Duration> patience = Optional.empty();
        for (SessionUpdate.PermissionRequested request : talk.waiting()) {
            Optional<Duration> waits = settle(who, talk, confined, request);
            patience = longer(patience, waits);
        }
        return patience;
    }

    /// Whose session asks, and what for: people of `rig` are asked.
    record Petitioner(
            Actor agent,
            BeadId agentBead,
            long fence,
            RigName rig,
            BeadId bead,
            Optional<BeadId> convoy) {
        static Petitioner of(Task task) {
            return new Petitioner(
                    task.actor(),
                    task.agentBead(),
                    task.hook().fence(),
                    task.rig().name(),
                    task.bead().id(),
                    task.hook().convoy());
        }
    }

    /// Answers by the town's own rules, where nobody is asked: there is no rig whose people could be, or
    /// it is not worth their time.
    void settleAlone(AgentTalk talk, Confined confined) {
        for (SessionUpdate.PermissionRequested request : talk.waiting()) {
            Verdict verdict =
                    new Policy(List.of()).decide(Requests.read(request), confined.place());
            switch (verdict.effect()) {
                case ALLOW -> talk.allow(request);
                case DENY -> talk.deny(request, verdict.why());
                case ASK -> talk.deny(request, verdict.why() + ", and here nobody is asked");
            }
        }
    }

    /// How a session is held.
    ///
    /// @param sandboxed whether a sandbox is really around it
    /// @param writable whether it may change what is in its folder
    record Confined(
            java.nio.file.Path folder,
            boolean sandboxed,
            Confinement.Network network,
            boolean writable) {
        Place place() {
            return new Place(folder, sandboxed, network == Confinement.Network.OPEN, writable);
        }
    }

    /// A session is no more: what it asked is asked no longer.
    void withdraw(BeadId agentBead, long fence) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    for (Bead bead : Approvals.pending(tx)) {
                        boolean stale =
                                Approvals.get(tx, bead.id()).subject()
                                                instanceof Approval.ToolUse use
                                        && use.agentBead().equals(agentBead)
                                        && use.fence() != fence;
                        if (stale) {
                            Approvals.decide(tx, bead.id(), Decision.SUPERSEDED);
                        }
                    }
                    return true;
                });
    }

    private Optional<Duration> settle(
            Petitioner who,
            AgentTalk talk,
            Confined confined,
            SessionUpdate.PermissionRequested request) {
        ToolUse use = Requests.read(request);
        Optional<Approval> asked = ledger.read(view -> asked(view, who, request.permissionId()));
        if (asked.isEmpty()) {
            Verdict verdict =
                    ledger.read(view ->
                            new Policy(RuleBook.of(view, who.rig())).decide(use, confined.place()));
            switch (verdict.effect()) {
                case ALLOW -> talk.allow(request);
                case DENY -> talk.deny(request, verdict.why());
                case ASK -> {
                    ask(who, confined, request, use, verdict.why());
                    return Optional.of(expiry);
                }
            }
            return Optional.empty();
        }
        return answer(talk, request, asked.get());
    }

    private Optional<Duration> answer(
            AgentTalk talk, SessionUpdate.PermissionRequested request, Approval approval) {
        switch (approval.state()) {
            case PENDING -> {
                return Optional.of(Duration.between(time.now(), approval.expires()));
            }
            case APPROVED -> talk.allow(request);
            case DENIED ->
                    talk.deny(
                            request,
                            approval.decidedBy().map(Actor::shortName).orElse("a person")
                                    + " said no");
            case EXPIRED -> talk.deny(request, "nobody answered in time");
            case SUPERSEDED -> talk.deny(request, "it was asked in another session");
        }
        return Optional.empty();
    }

    private void ask(
            Petitioner who,
            Confined confined,
            SessionUpdate.PermissionRequested request,
            ToolUse use,
            String why) {
        ledger.write(
                who.agent(),
                tx -> {
                    Hooks.checkFence(tx, who.agentBead(), who.fence());
                    if (asked(tx, who, request.permissionId()).isEmpty()) {
                        Approvals.ask(tx, approval(tx, who, confined, request, use, why));
                    }
                    return true;
                });
    }

    private Approval approval(
            Transaction tx,
            Petitioner who,
            Confined confined,
            SessionUpdate.PermissionRequested request,
            ToolUse use,
            String why) {
        return Approval.pending(
                who.rig(),
                who.bead(),
                who.convoy(),
                new Approval.ToolUse(
                        who.agent(),
                        who.agentBead(),
                        who.fence(),
                        request.permissionId(),
                        use.tool(),
                        use.arguments(),
                        confined.folder().toString(),
                        why,
                        Rule.canBeAlways(use) ? Optional.of(Rule.always(use)) : Optional.empty()),
                tx.now(),
                tx.now().plus(expiry));
    }

    /// The approval that was asked for this very request.
    private static Optional<Approval> asked(LedgerView view, Petitioner who, String request) {
        return view.ofType(Bead.GATE).stream()
                .flatMap(bead -> Approval.ASPECT.of(bead).stream())
                .filter(approval ->
                        approval.subject() instanceof Approval.ToolUse use
                                && use.agentBead().equals(who.agentBead())
                                && use.fence() == who.fence()
                                && use.request().equals(request))
                .findFirst();
    }

    private static Optional<Duration> longer(Optional<Duration> one, Optional<Duration> other) {
        if (one.isEmpty()) {
            return other;
        }
        return other.filter(it -> it.compareTo(one.get()) > 0).or(() -> one);
    }
}
