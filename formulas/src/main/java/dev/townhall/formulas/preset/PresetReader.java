package dev.townhall.formulas.preset;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.preset.AcpMode;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.HomeFile;
import dev.townhall.core.preset.Installation;
import dev.townhall.core.preset.Keys;
import dev.townhall.core.preset.Metering;
import dev.townhall.core.preset.Permissions;
import dev.townhall.core.preset.Permissions.AfterRejection;
import dev.townhall.core.preset.Permissions.Asks;
import dev.townhall.core.preset.Preset;
import dev.townhall.formulas.toml.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A preset from one table of TOML, over another preset: a key that is there replaces what was,
/// `[env]` and `[home]` are merged key by key. What is changed of a command is no longer verified.
final class PresetReader {
    private static final List<String> KEYS =
            List.of(
                    "preset",
                    "runtime",
                    "title",
                    "command",
                    "args",
                    "verified",
                    "instructions",
                    "key_env",
                    "pass_env",
                    "login",
                    "rate_limited",
                    "notes",
                    "install",
                    "headless",
                    "env",
                    "home",
                    "permission");
    private static final List<String> INSTALL = List.of("how", "version", "needs", "seen");
    private static final List<String> HEADLESS =
            List.of(
                    "command",
                    "first",
                    "again",
                    "unattended",
                    "unattended_env",
                    "output",
                    "usage",
                    "tools",
                    "verified");
    private static final List<String> TOOLS = List.of("args", "file");
    private static final List<String> USAGE = List.of("input", "cached", "output", "of");
    private static final List<String> PERMISSION =
            List.of("asks", "once", "always", "reject", "never", "after_rejection");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Section from;
    private final Preset base;

    private enum Drive {
        ACP,
        COMMAND
    }

    private PresetReader(Section from, Preset base) {
        this.from = from;
        this.base = base;
    }

    static Preset read(Section from, String name, Preset base) {
        from.allow(KEYS);
        return new PresetReader(from, base).preset(name);
    }

    /// An agent of which nothing is known.
    static Preset blank() {
        return new Preset(
                "custom",
                "custom",
                new Installation("", List.of("--version"), "", ""),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                new Keys(List.of(), List.of(), ""),
                List.of(),
                "AGENTS.md",
                Permissions.UNKNOWN,
                List.of(),
                List.of());
    }

    private Preset preset(String name) {
        return new Preset(
                name,
                from.text("title").orElse(base.title()),
                from.section("install").map(this::installation).orElse(base.installation()),
                acp(),
                headless(),
                merged("env", base.environment(), PresetReader::variables),
                keys(),
                home(),
                from.text("instructions").orElse(base.instructions()),
                from.section("permission").map(this::permissions).orElse(base.permissions()),
                rateLimited(),
                from.texts("notes").orElse(base.notes()));
    }

    private Installation installation(Section install) {
        install.allow(INSTALL);
        Installation usual = base.installation();
        return new Installation(
                install.text("how").orElse(usual.how()),
                install.texts("version").orElse(usual.versionArguments()),
                install.text("needs").orElse(usual.needs()),
                install.text("seen").orElse(usual.seen()));
    }

    private Optional<AcpMode> acp() {
        if (isRunOncePerTurn()) {
            return Optional.empty();
        }
        Optional<String> command = from.text("command").or(() -> base.acp().map(AcpMode::command));
        if (command.isEmpty()) {
            if (from.has("args")) {
                throw from.problem("args", "'args' needs a 'command' that they are given to.");
            }
            return Optional.empty();
        }
        boolean changed = from.has("command") || from.has("args");
        return Optional.of(
                from.made(
                        "command",
                        () ->
                                new AcpMode(
                                        command.get(),
                                        from.texts("args")
                                                .or(() -> base.acp().map(AcpMode::arguments))
                                                .orElse(List.of()),
                                        verified(
                                                from,
                                                changed,
                                                base.acp().map(AcpMode::verified)))));
    }

    private boolean isRunOncePerTurn() {
        return from.oneOf("runtime", Drive.values()).filter(Drive.COMMAND::equals).isPresent();
    }

    private Optional<Headless> headless() {
        Optional<Section> table = from.section("headless");
        if (table.isPresent()) {
            return Optional.of(headless(table.get()));
        }
        return isRunOncePerTurn() && from.has("command")
                ? Optional.of(headless(Section.parse("", "")))
                : base.headless();
    }

    /// With `runtime = "command"` the agent's own `command` is what is run.
    private Headless headless(Section headless) {
        headless.allow(HEADLESS);
        Optional<Headless> usual = base.headless();
        Optional<String> own = isRunOncePerTurn() ? from.text("command") : Optional.empty();
        Optional<String> command =
                headless.text("command")
                        .or(() -> own)
                        .or(() -> usual.map(Headless::command))
                        .or(() -> acp().or(base::acp).map(AcpMode::command));
        if (command.isEmpty()) {
            throw from.problem("headless", "'headless' needs a 'command'.");
        }
        boolean changed =
                own.isPresent()
                        || headless.has("command")
                        || headless.has("first")
                        || headless.has("again")
                        || headless.has("output");
        return from.made(
                "headless",
                () ->
                        new Headless(
                                command.get(),
                                headless.texts("first")
                                        .or(() -> usual.map(Headless::first))
                                        .orElse(List.of("{prompt}")),
                                headless.texts("again")
                                        .or(() -> usual.map(Headless::again))
                                        .orElse(List.of()),
                                headless.texts("unattended")
                                        .or(() -> usual.map(Headless::unattended))
                                        .orElse(List.of()),
                                headless.section("unattended_env")
                                        .map(PresetReader::variables)
                                        .or(() -> usual.map(Headless::unattendedEnvironment))
                                        .orElse(Map.of()),
                                headless.oneOf("output", Headless.Output.values())
                                        .or(() -> usual.map(Headless::output))
                                        .orElse(Headless.Output.TEXT),
                                metering(
                                        headless,
                                        usual.map(Headless::usage).orElse(Metering.USUAL)),
                                headless.section("tools")
                                        .map(PresetReader::tools)
                                        .or(() -> usual.flatMap(Headless::tools)),
                                verified(headless, changed, usual.map(Headless::verified))));
    }

    private static Headless.ToolsFile tools(Section table) {
        table.allow(TOOLS);
        return new Headless.ToolsFile(
                table.texts("args").orElse(List.of()), table.text("file").orElse(""));
    }

    private static Metering metering(Section headless, Metering usual) {
        return headless.section("usage")
                .map(table -> {
                    table.allow(USAGE);
                    return new Metering(
                            table.texts("input").orElse(usual.input()),
                            table.texts("cached").orElse(usual.cached()),
                            table.texts("output").orElse(usual.output()),
                            table.oneOf("of", Metering.Of.values()).orElse(usual.of()));
                })
                .orElse(usual);
    }

    private static String verified(Section table, boolean changed, Optional<String> before) {
        return table.text("verified").orElse(changed ? "" : before.orElse(""));
    }

    private Keys keys() {
        Keys usual = base.keys();
        return new Keys(
                names("key_env").orElse(usual.names()),
                names("pass_env").orElse(usual.passedOn()),
                from.text("login").orElse(usual.login()));
    }

    private Optional<List<String>> names(String key) {
        Optional<List<String>> names = from.texts(key);
        names.ifPresent(list -> list.forEach(name -> checkVariable(from, key, name)));
        return names;
    }

    private List<HomeFile> home() {
        Map<String, String> before = new LinkedHashMap<>();
        base.home().forEach(file -> before.put(file.path(), file.text()));
        List<HomeFile> files = new ArrayList<>();
        merged("home", before, Section::pairs)
                .forEach((path, text) ->
                        files.add(from.made("home", () -> new HomeFile(path, text))));
        return files;
    }

    private Permissions permissions(Section table) {
        table.allow(PERMISSION);
        Permissions usual = base.permissions();
        return new Permissions(
                table.oneOf("asks", Asks.values()).orElse(usual.asks()),
                table.texts("once").orElse(usual.once()),
                table.texts("always").orElse(usual.always()),
                table.texts("reject").orElse(usual.reject()),
                table.texts("never").orElse(usual.never()),
                table.oneOf("after_rejection", AfterRejection.values())
                        .orElse(usual.afterRejection()));
    }

    private List<String> rateLimited() {
        List<String> patterns = from.texts("rate_limited").orElse(base.rateLimited());
        for (String pattern : patterns) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw from.problem(
                        "rate_limited",
                        "'%s' is no regular expression: %s".formatted(pattern, e.getDescription()));
            }
        }
        return patterns;
    }

    private interface Pairs {
        Map<String, String> of(Section section);
    }

    private Map<String, String> merged(String key, Map<String, String> before, Pairs pairs) {
        Map<String, String> merged = new LinkedHashMap<>(before);
        from.section(key).map(pairs::of).ifPresent(merged::putAll);
        return merged;
    }

    private static Map<String, String> variables(Section section) {
        section.keys().forEach(name -> checkVariable(section, name, name));
        return section.pairs();
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
