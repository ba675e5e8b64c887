package dev.townhall.formulas.preset;

import dev.townhall.core.account.Account;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An account, and where its secrets are: names and places only, never a value.
///
/// @param variables what an agent is given by name, and the variable of the town's environment it
///     is taken from
/// @param files what an agent is given by name, and the file of mode 0600 that holds it
/// @param home files of the agent's HOME, and the file of mode 0600 each is copied from
public record AccountSource(
        Account account,
        Map<String, String> variables,
        Map<String, Path> files,
        Map<String, Path> home) {
    public AccountSource {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        home = Collections.unmodifiableMap(new LinkedHashMap<>(home));
    }

    /// The one account of a kind of agent for which none is named.
    public static AccountSource ofPreset(String preset) {
        return new AccountSource(Account.ofPreset(preset), Map.of(), Map.of(), Map.of());
    }
}
