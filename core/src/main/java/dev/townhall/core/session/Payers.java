package dev.townhall.core.session;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.Accounts;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.capacity.Scheduler;
import dev.townhall.core.chat.Words;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Finds the account under which a session may be started now: the first of its kind of agent that
/// can be used, does not rest and has room.
final class Payers {
    private final Ledger ledger;
    private final AgentHost host;
    private final Scheduler scheduler;
    private final Time time;
    private final Consumer<BeadId> wake;

    /// Who pays for a session.
    sealed interface Payer {
        /// The session's place with the scheduler is taken; whoever starts none gives it back.
        ///
        /// @param kind whose runtime the account pays for
        record Found(Account account, AgentHost.Kind kind) implements Payer {}

        /// It waits its turn with the scheduler.
        record Held(Outcome outcome) implements Payer {}

        /// Nobody now; `outcome` says when to look again. It waits for no turn.
        record Nobody(Outcome outcome) implements Payer {}
    }

    Payers(Agents agents, Ledger ledger, Time time, Consumer<BeadId> wake) {
        this.ledger = ledger;
        this.host = agents.host();
        this.scheduler = agents.scheduler();
        this.time = time;
        this.wake = wake;
    }

    /// @param agent whose session it is
    /// @param waits says for people that it waits, and what for
    Payer find(BeadId agent, UnaryOperator<String> waits, String preset) {
        List<Account> all = host.accounts(preset);
        List<Account> usable =
                all.stream().filter(account -> host.problem(account).isEmpty()).toList();
        if (usable.isEmpty()) {
            return hindered(
                    waits, host.problem(all.getFirst()).orElse("nobody pays for its agent."));
        }
        return switch (ledger.read(view -> Accounts.choose(view, usable, time.now()))) {
            case Accounts.Choice.AllRest rest ->
                    new Payer.Nobody(new Outcome.Resting(waits.apply(allRest(usable, rest))));
            case Accounts.Choice.Awake awake -> admitted(agent, waits, awake.accounts());
        };
    }

    private Payer admitted(BeadId agent, UnaryOperator<String> waits, List<Account> accounts) {
        return switch (scheduler.admit(agent, accounts, () -> wake.accept(agent))) {
            case Scheduler.Admission.Held held -> new Payer.Held(Outcome.again(held.again()));
            case Scheduler.Admission.Admitted(Account account) -> {
                Optional<AgentHost.Kind> kind = host.find(account);
                if (kind.isEmpty()) {
                    yield hindered(
                            waits,
                            host.problem(account)
                                    .orElse("its agent cannot be driven here just now."));
                }
                yield new Payer.Found(account, kind.get());
            }
        };
    }

    private static Payer hindered(UnaryOperator<String> waits, String why) {
        return new Payer.Nobody(new Outcome.Hindered(waits.apply(why)));
    }

    private static String allRest(List<Account> accounts, Accounts.Choice.AllRest rest) {
        String until = Words.day(rest.until());
        Account first = accounts.getFirst();
        return accounts.size() == 1
                ? "%s met its provider's limit and rests until %s; it goes on by itself then."
                        .formatted(first.title(), until)
                : "all %s accounts of %s rest; the first is back at %s, and it goes on by itself then."
                        .formatted(accounts.size(), first.preset(), until);
    }
}
