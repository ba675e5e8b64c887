package dev.townhall.core.cap;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.cost.Spend;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Says whether an agent's next turn may begin. A cap that is reached, or that cannot be kept because
/// what an agent uses is not known, holds every turn that counts against it until a person says
/// otherwise; they are asked once a cap, not once an agent.
public final class Caps {
    private final Prices prices;
    private final Duration expiry;

    /// @param expiry how long a person has to answer; later they can still say yes
    public Caps(Prices prices, Duration expiry) {
        this.prices = prices;
        this.expiry = expiry;
    }

    /// Who wants to begin a turn.
    ///
    /// @param rig empty for talk that is about none
    /// @param preset the kind of agent
    /// @param model its model's names; empty before a session has told
    public record Spender(
            Optional<BeadId> convoy,
            Optional<RigName> rig,
            String preset,
            Optional<List<String>> model) {}

    /// Why no turn may begin.
    ///
    /// @param limit what may be spent, with what people added
    /// @param unmeasured whose use is not known, if that is why
    /// @param question what people are asked, once they are
    public record Hold(
            Cap cap,
            Amount limit,
            Optional<Approval.Unmeasured> unmeasured,
            Optional<BeadId> question) {}

    /// What holds `who`, if anything does.
    public Optional<Hold> hold(LedgerView view, Spender who, Instant now) {
        return CapSettings.of(view).over(who.convoy(), who.rig(), now).stream()
                .flatMap(cap -> hold(view, cap, who).stream())
                .findFirst();
    }

    /// Asks people about what holds `who`, unless nothing does or they are asked already.
    public void ask(Transaction tx, Spender who) {
        hold(tx, who, tx.now())
                .filter(hold -> hold.question().isEmpty())
                .ifPresent(hold -> ask(tx, hold));
    }

    /// A turn of `who` ended well, and nobody knows what it used: no cap over it can be kept.
    public void untold(Transaction tx, Spender who) {
        Approval.Unmeasured silent =
                new Approval.Unmeasured(who.preset(), who.model().orElse(List.of()), true);
        for (Cap cap : CapSettings.of(tx).over(who.convoy(), who.rig(), tx.now())) {
            List<Asked.About> asked = Asked.about(tx, cap.on());
            if (!isAllowed(asked, silent) && unmeasured(asked, who).isEmpty()) {
                ask(tx, new Hold(cap, limit(cap, asked), Optional.of(silent), Optional.empty()));
            }
        }
    }

    private Optional<Hold> hold(LedgerView view, Cap cap, Spender who) {
        List<Asked.About> asked = Asked.about(view, cap.on());
        Amount limit = limit(cap, asked);
        if (limit.isReachedBy(Costs.of(view, cap.on()))) {
            return Optional.of(
                    new Hold(
                            cap,
                            limit,
                            Optional.empty(),
                            reached(asked, limit).map(Asked.About::id)));
        }
        Optional<Asked.About> waits = unmeasured(asked, who);
        if (waits.isPresent()) {
            return Optional.of(
                    new Hold(
                            cap,
                            limit,
                            waits.get().spending().unmeasured(),
                            Optional.of(waits.get().id())));
        }
        return unpriced(cap, who)
                .filter(unknown -> !isAllowed(asked, unknown))
                .map(unknown -> new Hold(cap, limit, Optional.of(unknown), Optional.empty()));
    }

    private Optional<Approval.Unmeasured> unpriced(Cap cap, Spender who) {
        return who.model()
                .filter(_ -> cap.amount().unit() == Amount.Unit.MICROS)
                .filter(model -> prices.of(model).isEmpty())
                .map(model -> new Approval.Unmeasured(who.preset(), model, false));
    }

    /// What may be spent, with what people added.
    static Amount limit(Cap cap, List<Asked.About> asked) {
        Amount limit = cap.amount();
        for (Asked.About about : asked) {
            if (about.isApproved() && about.spending().unmeasured().isEmpty()) {
                limit = limit.plus(about.spending().more());
            }
        }
        return limit;
    }

    /// The question whether more than `limit` may be spent, where nobody said yes.
    private static Optional<Asked.About> reached(List<Asked.About> asked, Amount limit) {
        return asked.stream()
                .filter(about -> about.holds() && about.spending().unmeasured().isEmpty())
                .filter(about -> about.spending().limit().equals(limit))
                .findFirst();
    }

    /// The question whether this kind of agent may go on uncounted, where nobody said yes.
    private Optional<Asked.About> unmeasured(List<Asked.About> asked, Spender who) {
        return asked.stream()
                .filter(about -> about.holds() && isInForce(about))
                .filter(about ->
                        about.spending()
                                .unmeasured()
                                .filter(it -> it.preset().equals(who.preset()))
                                .filter(it -> !isAllowed(asked, it))
                                .isPresent())
                .findFirst();
    }

    /// Whether what is not known about an agent is still not known.
    private boolean isInForce(Asked.About about) {
        return about.spending()
                .unmeasured()
                .map(it ->
                        it.priced()
                                || (about.spending().limit().unit() == Amount.Unit.MICROS
                                        && prices.of(it.model()).isEmpty()))
                .orElse(true);
    }

    private static boolean isAllowed(List<Asked.About> asked, Approval.Unmeasured unknown) {
        return asked.stream()
                .filter(Asked.About::isApproved)
                .flatMap(about -> about.spending().unmeasured().stream())
                .anyMatch(it ->
                        it.preset().equals(unknown.preset()) && it.model().equals(unknown.model()));
    }

    /// A person decides about something, so there is a rig: without any nothing is asked.
    private void ask(Transaction tx, Hold hold) {
        Cap cap = hold.cap();
        Spend spend = Costs.of(tx, cap.on());
        long steps = Math.floorDiv(excess(hold, spend), cap.amount().count()) + 1;
        Optional<RigName> rig =
                cap.rig().or(() -> Rigs.list(tx).stream().map(Rig::name).findFirst());
        rig.ifPresent(name ->
                ask(
                        tx,
                        name,
                        cap.convoy(),
                        new Approval.Spending(
                                cap.on(),
                                cap.what(),
                                cap.ofTown(),
                                hold.limit(),
                                cap.amount().times(steps),
                                hold.limit().spent(spend),
                                hold.unmeasured())));
    }

    private static long excess(Hold hold, Spend spend) {
        return Math.max(0, hold.limit().in(spend) - hold.limit().count());
    }

    private BeadId ask(
            Transaction tx, RigName rig, Optional<BeadId> convoy, Approval.Spending spending) {
        Bead on = tx.find(spending.on()).orElseGet(() -> Costs.day(tx, spending.on()));
        BeadId id =
                Approvals.ask(
                        tx,
                        Approval.pending(
                                rig, on.id(), convoy, spending, tx.now(), tx.now().plus(expiry)));
        Asked.add(tx, tx.get(on.id()), id);
        return id;
    }

    /// A person who said no, or nothing, says yes after all; the question then stands in the place of
    /// `id`. Empty where that was not the last word, or the town no longer waits for it.
    public static Optional<BeadId> afterAll(Transaction tx, BeadId id) {
        Approval said = Approvals.get(tx, id);
        if (!(said.subject() instanceof Approval.Spending spending)) {
            return Optional.empty();
        }
        List<Asked.About> asked = Asked.about(tx, spending.on());
        boolean last =
                asked.stream()
                        .filter(about -> about.spending().limit().equals(spending.limit()))
                        .filter(about ->
                                about.spending().unmeasured().equals(spending.unmeasured()))
                        .reduce((_, next) -> next)
                        .filter(about -> about.id().equals(id) && about.holds())
                        .isPresent();
        boolean refused =
                said.state() == Approval.State.DENIED || said.state() == Approval.State.EXPIRED;
        if (!last || !refused || isOver(tx, spending, tx.now())) {
            return Optional.empty();
        }
        Duration forAnswer = Duration.between(said.asked(), said.expires());
        Caps caps = new Caps(Prices.NONE, forAnswer);
        BeadId next = caps.ask(tx, said.rig(), said.convoy(), spending);
        Approvals.decide(tx, next, Decision.APPROVED);
        return Optional.of(next);
    }

    /// Whether nothing is spent on it any more: the convoy is at its end, the day is another one.
    private static boolean isOver(LedgerView view, Approval.Spending spending, Instant now) {
        Optional<Bead> on = view.find(spending.on());
        if (on.filter(bead -> bead.type().equals(Costs.DAY)).isPresent()) {
            BeadId today = Costs.dayBead(Costs.rigOfDay(spending.on()), now);
            return !spending.on().equals(today);
        }
        return on.map(Bead::isClosed).orElse(true);
    }

    /// How far one cap is used.
    ///
    /// @param what `convoy hq-cv-1`, `rig shop on 2026-11-21`
    /// @param limit what may be spent, with what people added
    /// @param question what holds its agents; empty while nothing does
    public record Standing(
            String what, boolean ofTown, Amount limit, Spend spend, Optional<BeadId> question) {}

    /// How far the caps are used that a turn for `convoy` on `rig` would count against.
    public static List<Standing> standings(
            LedgerView view, Optional<BeadId> convoy, RigName rig, Instant now) {
        return CapSettings.of(view).over(convoy, Optional.of(rig), now).stream()
                .map(cap -> {
                    List<Asked.About> asked = Asked.about(view, cap.on());
                    Amount limit = limit(cap, asked);
                    return new Standing(
                            cap.what(),
                            cap.ofTown(),
                            limit,
                            Costs.of(view, cap.on()),
                            reached(asked, limit).map(Asked.About::id));
                })
                .toList();
    }

    /// The question that holds the agents of a cap now, if one does.
    Optional<Asked.About> standing(LedgerView view, BeadId on, Instant now) {
        List<Asked.About> asked = Asked.about(view, on);
        return asked.stream()
                .filter(about -> about.holds() && isCurrent(view, asked, about, now))
                .findFirst();
    }

    /// Whether the answer to a question still counts for something.
    boolean isCurrent(LedgerView view, List<Asked.About> asked, Asked.About about, Instant now) {
        BeadId on = about.spending().on();
        Optional<Cap> cap =
                CapSettings.of(view)
                        .over(about.approval().convoy(), Optional.of(about.approval().rig()), now)
                        .stream()
                        .filter(it -> it.on().equals(on))
                        .findFirst();
        if (cap.isEmpty() || isOver(view, about.spending(), now)) {
            return false;
        }
        Optional<Approval.Unmeasured> unknown = about.spending().unmeasured();
        if (unknown.isPresent()) {
            return isInForce(about)
                    && cap.get().amount().unit() == about.spending().limit().unit()
                    && !isAllowed(asked, unknown.get());
        }
        Amount limit = limit(cap.get(), asked);
        return about.spending().limit().equals(limit) && limit.isReachedBy(Costs.of(view, on));
    }
}
