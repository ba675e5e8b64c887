package dev.townhall.formulas.preset;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.preset.HomeFile;
import dev.townhall.core.preset.Presets;
import dev.townhall.formulas.toml.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The accounts of a town, in the order in which they are tried.
///
/// ```toml
/// [accounts.work]
/// preset = "qwen"
/// sessions = 3                                        # at once
/// env = { OPENAI_API_KEY = "WORK_OPENAI_KEY" }        # from this variable of the town
///
/// [accounts.spare]
/// preset = "qwen"
/// files = { OPENAI_API_KEY = "secrets/spare" }        # from this file, mode 0600
///
/// [accounts.login]
/// preset = "codex"
/// home = { ".codex/auth.json" = "secrets/codex.json" } # a copy of this file, mode 0600
/// ```
public record AccountSettings(List<AccountSource> accounts) {
    public static final AccountSettings NONE = new AccountSettings(List.of());

    private static final List<String> KEYS = List.of("preset", "sessions", "env", "files", "home");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public AccountSettings {
        accounts = List.copyOf(accounts);
    }

    /// The accounts of a kind of agent, never empty: without one of its own it has the one that the
    /// town's environment pays for.
    public List<AccountSource> of(String preset) {
        List<AccountSource> own =
                accounts.stream()
                        .filter(source -> source.account().preset().equals(preset))
                        .toList();
        return own.isEmpty() ? List.of(AccountSource.ofPreset(preset)) : own;
    }

    /// Reads the section `[accounts]`.
    ///
    /// @param path where a relative path starts
    public static AccountSettings of(
            Section accounts, Presets presets, Function<String, Path> path) {
        List<AccountSource> sources = new ArrayList<>();
        for (String name : accounts.keysInOrder()) {
            Section table = accounts.section(name).orElseThrow();
            table.allow(KEYS);
            sources.add(accounts.made(name, () -> source(table, name, presets, path)));
        }
        return new AccountSettings(sources);
    }

    private static AccountSource source(
            Section table, String name, Presets presets, Function<String, Path> path) {
        AccountName account = new AccountName(name);
        String preset = table.text("preset").orElse("");
        Check.that(
                !preset.isEmpty(),
                "Account '%s' must say which agent it is for, such as preset = \"qwen\".",
                name);
        table.made("preset", () -> presets.get(preset));
        Check.that(
                presets.find(name).isEmpty() || preset.equals(name),
                "Account '%s' has the name of another agent. Call it '%s-%s'.",
                name,
                preset,
                name);
        AccountSource source =
                new AccountSource(
                        new Account(
                                account,
                                preset,
                                table.number("sessions", 1, Account.SESSIONS_MAX)
                                        .orElse(Account.SESSIONS_MAX)),
                        table.section("env").map(AccountSettings::variables).orElse(Map.of()),
                        table.section("files").map(it -> files(it, path)).orElse(Map.of()),
                        table.section("home").map(it -> home(it, path)).orElse(Map.of()));
        Check.that(
                !(source.variables().isEmpty()
                        && source.files().isEmpty()
                        && source.home().isEmpty()),
                "Account '%s' must say where its key is: env (variables of the town), files or home (files of mode 0600).",
                name);
        return source;
    }

    private static Map<String, String> variables(Section env) {
        env.pairs()
                .forEach((name, from) -> {
                    checkVariable(env, name, name);
                    // The value itself would be a secret in a settings file: it is not repeated
                    // here.
                    env.made(
                            name,
                            () -> {
                                Check.that(
                                        VARIABLE.matcher(from).matches(),
                                        "'env' names the variable of the town's environment that holds the value, such as %s = \"WORK_%s\"; a value cannot stand here.",
                                        name,
                                        name);
                                return from;
                            });
                });
        return env.pairs();
    }

    private static Map<String, Path> files(Section files, Function<String, Path> path) {
        Map<String, Path> paths = new LinkedHashMap<>();
        files.pairs()
                .forEach((name, file) -> {
                    checkVariable(files, name, name);
                    paths.put(name, path.apply(file));
                });
        return paths;
    }

    private static Map<String, Path> home(Section home, Function<String, Path> path) {
        Map<String, Path> paths = new LinkedHashMap<>();
        home.pairs()
                .forEach((inside, file) -> {
                    home.made(inside, () -> new HomeFile(inside, ""));
                    paths.put(inside, path.apply(file));
                });
        return paths;
    }

    private static void checkVariable(Section section, String key, String name) {
        section.made(
                key,
                () -> {
                    Check.that(
                            VARIABLE.matcher(name).matches(),
                            "A variable is named like OPENAI_API_KEY; found '%s'.",
                            name);
                    return name;
                });
    }
}
