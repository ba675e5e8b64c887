package dev.townhall.server.config;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.capacity.Capacity;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.session.TalkReconciler;
import dev.townhall.core.tool.Tools;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.formulas.preset.AgentSettings;
import dev.townhall.formulas.price.PriceTable;
import dev.townhall.formulas.toml.Section;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads `town.toml` into a [Config]; every problem names its line.
final class ConfigFile {
    private static final List<String> SECTIONS =
            List.of("web", "limits", "talk", "agents", "accounts", "prices", "caps");
    private static final List<String> CAPS = List.of("convoy", "rig", "day", "rigs");
    private static final List<String> WEB =
            List.of("port", "address", "login_token_file", "logins", "public_address");
    private static final List<String> LIMITS =
            List.of(
                    "turn",
                    "approval_expiry",
                    "polecats",
                    "session_output",
                    "max_polecats",
                    "spawn_spacing",
                    "max_load",
                    "min_free_memory");
    private static final int SESSIONS_MAX = 100;
    private static final double LOAD_MAX = 10_000;
    private static final int MEMORY_MB_MAX = 1024 * 1024;
    private static final long MB = 1024 * 1024;
    private static final int OUTPUT_MAX = 16 * 1024 * 1024;

    private final Path file;
    private final Section top;

    private ConfigFile(Path file) {
        this.file = file;
        this.top = Section.read(file);
    }

    static Config read(Path folder) {
        Path file = folder.resolve(Config.FILE);
        if (!Files.exists(file)) {
            return Config.DEFAULT;
        }
        return new ConfigFile(file).config();
    }

    private Config config() {
        top.allow(SECTIONS);
        AgentSettings agents =
                top.section("agents").map(AgentSettings::of).orElse(AgentSettings.DEFAULT);
        return new Config(
                top.section("web").map(this::web).orElse(Config.Web.DEFAULT),
                top.section("limits").map(this::limits).orElse(Config.Limits.DEFAULT),
                top.section("talk").map(this::talk).orElse(Config.Talk.DEFAULT),
                agents,
                top.section("accounts")
                        .map(table -> AccountSettings.of(table, agents.presets(), this::path))
                        .orElse(AccountSettings.NONE),
                top.section("prices").map(PriceTable::of).orElseGet(PriceTable::shipped),
                top.section("caps").map(ConfigFile::caps).orElse(CapSettings.NONE));
    }

    private Config.Web web(Section web) {
        web.allow(WEB);
        Config.Web usual = Config.Web.DEFAULT;
        Map<String, Path> logins = new LinkedHashMap<>();
        web.section("logins")
                .ifPresent(section -> {
                    for (String person : section.keys()) {
                        section.text(person).ifPresent(path -> logins.put(person, path(path)));
                    }
                });
        return new Config.Web(
                web.number("port", 0, 65_535),
                web.text("address").orElse(usual.address()),
                web.text("login_token_file").map(this::path),
                logins,
                web.parsed(
                        "public_address",
                        "an address such as https://town.example/",
                        ConfigFile::address));
    }

    private static URI address(String text) {
        URI address = URI.create(text);
        String scheme = String.valueOf(address.getScheme());
        Check.that(
                List.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))
                        && address.getHost() != null,
                "An address begins with https:// or http:// and names a host.");
        return address;
    }

    private Config.Limits limits(Section limits) {
        limits.allow(LIMITS);
        Config.Limits usual = Config.Limits.DEFAULT;
        String span = "a length of time such as \"30m\"";
        return new Config.Limits(
                limits.parsed("turn", span, Spans::parse).orElse(usual.turn()),
                limits.parsed("approval_expiry", span, Spans::parse).orElse(usual.approvalExpiry()),
                limits.number("polecats", 1, 100).orElse(usual.polecats()),
                limits.number("session_output", 1024, OUTPUT_MAX).orElse(usual.sessionOutput()),
                capacity(limits, span));
    }

    private Config.Talk talk(Section talk) {
        talk.allow(List.of("sessions", "idle", "turn", "launch"));
        Config.Talk usual = Config.Talk.DEFAULT;
        String span = "a length of time such as \"10m\"";
        return new Config.Talk(
                new TalkReconciler.Limits(
                        talk.number("sessions", 1, SESSIONS_MAX).orElse(usual.limits().sessions()),
                        talk.parsed("idle", span, Spans::parse).orElse(usual.limits().idle()),
                        talk.parsed("turn", span, Spans::parse).orElse(usual.limits().turn())),
                talk.oneOf("launch", Tools.Launch.values()).orElse(usual.launch()));
    }

    private static Capacity capacity(Section limits, String span) {
        Capacity usual = Capacity.DEFAULT;
        return new Capacity(
                limits.number("max_polecats", 1, Capacity.POLECATS_MAX).orElse(usual.polecatsMax()),
                limits.parsed("spawn_spacing", span, Spans::parse).orElse(usual.spawnSpacing()),
                limits.decimal("max_load", 0.1, LOAD_MAX).orElse(usual.loadMax()),
                limits.number("min_free_memory", 0, MEMORY_MB_MAX)
                        .map(megabytes -> megabytes * MB)
                        .orElse(usual.memoryFreeMin()));
    }

    private static CapSettings caps(Section caps) {
        caps.allow(CAPS);
        Map<RigName, Amount> rigs = new LinkedHashMap<>();
        caps.section("rigs")
                .ifPresent(section -> {
                    for (String name : section.keysInOrder()) {
                        RigName rig = section.made(name, () -> new RigName(name));
                        amount(section, name).ifPresent(amount -> rigs.put(rig, amount));
                    }
                });
        return new CapSettings(
                amount(caps, "convoy"), amount(caps, "rig"), amount(caps, "day"), rigs);
    }

    private static Optional<Amount> amount(Section section, String key) {
        return section.parsed(key, Amount.FORM, Amount::parse);
    }

    private Path path(String text) {
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of("."));
        return folder.resolve(text).normalize();
    }
}
