package dev.townhall.core.account;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.text.Clipped;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How the accounts stand. What is kept outlives a restart: an account that rests goes on resting.
/// Which accounts there are is said by the settings; here is only what happened to them.
public final class Accounts {
    private static final int SAID_CHARS_MAX = 300;

    /// A rest that becomes longer by no more than this is not told again.
    private static final Duration A_LITTLE = Duration.ofMinutes(1);

    private Accounts() {}

    /// Which account a session could be started under.
    public sealed interface Choice {
        /// These do not rest, the first of them is to be tried first.
        record Awake(List<Account> accounts) implements Choice {
            public Awake {
                accounts = List.copyOf(accounts);
            }
        }

        /// All rest. @param until when the first of them is back
        record AllRest(Instant until) implements Choice {}
    }

    /// On whose work an account met its limit.
    ///
    /// @param agent who worked
    public record Bearer(Actor agent, BeadId bead, Optional<BeadId> convoy) {}

    public static Standing of(LedgerView view, AccountName name) {
        return view.find(Account.beadId(name))
                .flatMap(Standing.ASPECT::of)
                .orElse(Standing.Awake.NEW);
    }

    /// Those of `accounts` that can be used at `now`, in their order.
    ///
    /// @param accounts of one kind of agent, at least one
    public static Choice choose(LedgerView view, List<Account> accounts, Instant now) {
        List<Account> awake =
                accounts.stream()
                        .filter(account -> !of(view, account.name()).restsAt(now))
                        .toList();
        if (!awake.isEmpty()) {
            return new Choice.Awake(awake);
        }
        return new Choice.AllRest(
                accounts.stream()
                        .map(account -> (Standing.Resting) of(view, account.name()))
                        .map(Standing.Resting::until)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /// `account` met its provider's limit: it rests, which is told once an episode, and again
    /// when the rest becomes much longer.
    ///
    /// @param usable the accounts of the same kind of agent that have a key, in their order
    /// @param said the provider's words, without secrets
    public static void limited(
            Transaction tx, Account account, List<Account> usable, Bearer bearer, String said) {
        Optional<Instant> told = ResetTime.in(said, tx.now());
        String words = Clipped.to(SAID_CHARS_MAX, said);
        Standing before = of(tx, account.name());
        switch (before) {
            case Standing.Resting resting when resting.restsAt(tx.now()) -> {
                Standing.Resting longer = resting.limited(tx.now(), told);
                put(tx, account, longer);
                if (longer.until().isAfter(resting.until().plus(A_LITTLE))) {
                    tell(tx, account, longer, usable, bearer);
                }
            }
            case Standing.Resting over ->
                    rest(tx, account, over.woken().limited(tx.now(), told, words), usable, bearer);
            case Standing.Awake awake ->
                    rest(tx, account, awake.limited(tx.now(), told, words), usable, bearer);
        }
    }

    /// A turn under `account` went well: its next rest, when nobody says how long, is a short one.
    public static void worked(Transaction tx, Account account) {
        if (of(tx, account.name()) instanceof Standing.Awake awake && awake.limits() > 0) {
            put(tx, account, awake.worked());
        }
    }

    /// Ends the rest of `name` before its time, because a person knows better; false when it does not
    /// rest.
    public static boolean endRest(Transaction tx, AccountName name) {
        if (of(tx, name) instanceof Standing.Resting resting && resting.restsAt(tx.now())) {
            wake(tx, name, resting);
            return true;
        }
        return false;
    }

    /// Ends the rest of `name` if it is over by now; true when it was.
    static boolean wake(Transaction tx, AccountName name) {
        if (of(tx, name) instanceof Standing.Resting resting && !resting.restsAt(tx.now())) {
            wake(tx, name, resting);
            return true;
        }
        return false;
    }

    private static void wake(Transaction tx, AccountName name, Standing.Resting resting) {
        Bead bead = tx.get(Account.beadId(name));
        tx.update(Standing.ASPECT.set(bead, resting.woken()));
        Events.emit(tx, new TownEvent.AccountReturned(bead.id(), name.text()));
    }

    private static void rest(
            Transaction tx,
            Account account,
            Standing.Resting resting,
            List<Account> usable,
            Bearer bearer) {
        put(tx, account, resting);
        tell(tx, account, resting, usable, bearer);
    }

    private static void tell(
            Transaction tx,
            Account account,
            Standing.Resting resting,
            List<Account> usable,
            Bearer bearer) {
        List<String> left =
                usable.stream()
                        .filter(other -> !of(tx, other.name()).restsAt(tx.now()))
                        .map(other -> other.name().text())
                        .toList();
        Optional<Instant> back =
                left.isEmpty()
                        ? usable.stream()
                                .map(other -> of(tx, other.name()))
                                .map(other -> ((Standing.Resting) other).until())
                                .min(Comparator.naturalOrder())
                        : Optional.empty();
        Events.emit(
                tx,
                new TownEvent.AccountRested(
                        account.beadId(),
                        account.name().text(),
                        account.preset(),
                        resting.since(),
                        resting.until(),
                        resting.said(),
                        left,
                        back,
                        bearer.agent(),
                        bearer.bead(),
                        bearer.convoy()));
    }

    private static void put(Transaction tx, Account account, Standing standing) {
        Bead bead =
                tx.find(account.beadId())
                        .orElseGet(() ->
                                tx.create(
                                        Bead.fresh(
                                                account.beadId(),
                                                Bead.ACCOUNT,
                                                "Account " + account.name(),
                                                tx.actor(),
                                                tx.now())));
        tx.update(Standing.ASPECT.set(bead, standing));
    }
}
