package dev.townhall.server.command;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.account.Accounts;
import dev.townhall.core.account.Standing;
import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.rig.Rigs;
import dev.townhall.formulas.preset.AccountSource;
import dev.townhall.server.up.RunningTown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An account as shown: never with a value of it.
///
/// @param sessions how many run under it now, @param sessionsMax empty without a cap
/// @param gives names of what an agent gets by it
/// @param restingUntil empty when it does not rest
/// @param said the provider's words when it met its limit
/// @param problem why it cannot be used, such as a key that is missing
record AccountLine(
        String name,
        String preset,
        int sessions,
        Optional<Integer> sessionsMax,
        List<String> gives,
        Optional<Instant> restingUntil,
        Optional<String> said,
        Optional<String> problem) {

    /// All that the settings name, and the one of the town's environment of each agent in use.
    static List<AccountLine> all(RunningTown town) {
        Map<AccountName, Integer> sessions = town.town().scheduler().sessions();
        List<AccountLine> lines = new ArrayList<>();
        for (AccountSource source : sources(town)) {
            Account account = source.account();
            lines.add(
                    line(
                            source,
                            sessions.getOrDefault(account.name(), 0),
                            town.ledger().read(view -> Accounts.of(view, account.name())),
                            town.time().now(),
                            town.town().adapters().minds().host().problem(account)));
        }
        return lines;
    }

    private static AccountLine line(
            AccountSource source,
            int sessions,
            Standing standing,
            Instant now,
            Optional<String> problem) {
        Account account = source.account();
        Optional<Standing.Resting> resting =
                standing instanceof Standing.Resting rest && rest.restsAt(now)
                        ? Optional.of(rest)
                        : Optional.empty();
        Set<String> gives = new LinkedHashSet<>(source.variables().keySet());
        gives.addAll(source.files().keySet());
        gives.addAll(source.home().keySet());
        return new AccountLine(
                account.name().text(),
                account.preset(),
                sessions,
                Optional.of(account.sessionsMax()).filter(max -> max < Account.SESSIONS_MAX),
                List.copyOf(gives),
                resting.map(Standing.Resting::until),
                resting.map(rest -> Sanitizer.line(rest.said())),
                problem);
    }

    private static List<AccountSource> sources(RunningTown town) {
        Set<String> used = town.ledger().read(view -> used(view, town));
        List<AccountSource> sources = new ArrayList<>(town.config().accounts().accounts());
        Set<String> paidFor = new LinkedHashSet<>();
        sources.forEach(source -> paidFor.add(source.account().preset()));
        town.config().agents().presets().all().stream()
                .map(Preset::name)
                .filter(name -> used.contains(name) && !paidFor.contains(name))
                .forEach(name -> sources.add(AccountSource.ofPreset(name)));
        return sources;
    }

    private static Set<String> used(LedgerView view, RunningTown town) {
        AgentChoice choice = town.config().agents().choice();
        Set<String> used = new LinkedHashSet<>();
        choice.usual().ifPresent(used::add);
        used.addAll(choice.roles().values());
        used.addAll(choice.rigs().values());
        used.addAll(choice.workers().values());
        used.addAll(choice.labels().values());
        Rigs.list(view).forEach(rig -> rig.agent().ifPresent(used::add));
        return used;
    }

    List<String> row() {
        return List.of(
                name, preset, sessions + sessionsMax.map(max -> " of " + max).orElse(""), state());
    }

    /// Whether a session could be started under it, as far as it is concerned.
    boolean isReady() {
        return problem.isEmpty() && restingUntil.isEmpty();
    }

    /// `account work of qwen rests until …`, or what is wrong with it.
    String sentence() {
        return problem.orElseGet(() -> Account.title(name, preset) + " " + state());
    }

    private String state() {
        return problem.map(why -> "cannot be used: " + why)
                .or(() ->
                        restingUntil.map(until ->
                                "rests until "
                                        + dev.townhall.core.chat.Words.day(until)
                                        + said.map(words -> ": " + words).orElse("")))
                .orElse("ready");
    }
}
