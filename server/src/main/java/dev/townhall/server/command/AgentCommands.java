package dev.townhall.server.command;

import dev.townhall.core.account.AccountName;
import dev.townhall.core.account.Accounts;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Sandbox;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.preset.Preset;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.formulas.preset.AgentSettings;
import dev.townhall.server.agents.Checkup;
import dev.townhall.server.agents.Checkups;
import dev.townhall.server.agents.Drivers;
import dev.townhall.server.agents.Trial;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.Scratch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The kinds of coding agents the town can start.
@Command(name = "gt agents", description = "The kinds of coding agents the town can start.")
final class AgentCommands {
    private static final Duration TURN = Duration.ofMinutes(2);

    private static final String NOBODY_PAYS =
            "no agent is chosen, so nobody pays. `gt agents presets` lists them.";

    private final Call call;

    AgentCommands(Call call) {
        this.call = call;
    }

    /// A preset as shown.
    ///
    /// @param runtime `acp`, `command`, or empty when nothing is named
    /// @param verified what was seen of the way it is driven; empty when it was only read of
    record Line(
            String name,
            String title,
            String runtime,
            List<String> command,
            boolean headless,
            List<String> keys,
            boolean key,
            String verified,
            String path,
            String install,
            List<String> notes) {
        static Line of(Preset preset, Checkups checkups) {
            String runtime =
                    preset.acp().isPresent()
                            ? "acp"
                            : preset.headless().isPresent() ? "command" : "";
            List<String> command = new ArrayList<>();
            preset.acp()
                    .ifPresentOrElse(
                            mode -> {
                                command.add(mode.command());
                                command.addAll(mode.arguments());
                            },
                            () ->
                                    preset.headless()
                                            .ifPresent(form -> {
                                                command.add(form.command());
                                                command.addAll(form.first());
                                            }));
            return new Line(
                    preset.name(),
                    preset.title(),
                    runtime,
                    command,
                    preset.headless().isPresent(),
                    preset.keys().names(),
                    checkups.hasKey(preset),
                    preset.acp()
                            .map(mode -> mode.verified())
                            .or(() -> preset.headless().map(form -> form.verified()))
                            .orElse(""),
                    checkups.whereIs(preset).map(Path::toString).orElse(""),
                    preset.installation().how(),
                    preset.notes());
        }
    }

    @Command(name = "presets", description = "Lists them: how they are driven, what is here.")
    int presets(@Option(names = "--json", description = "Prints JSON.") boolean json) {
        AgentSettings agents = agents();
        List<Line> lines =
                with((processes, scratch) -> {
                    Checkups checkups =
                            new Checkups(processes, System.getenv(), accounts(), scratch);
                    return agents.presets().all().stream()
                            .map(preset -> Line.of(preset, checkups))
                            .toList();
                });
        if (json) {
            call.screen().json(lines);
            return Exit.OK;
        }
        call.screen()
                .table(
                        List.of("NAME", "AGENT", "DRIVEN BY", "KEY", "HERE"),
                        lines.stream().map(AgentCommands::row).toList());
        call.screen().line();
        call.screen().line(choice(agents));
        call.screen().line("`gt agents test NAME` says what works and what is missing.");
        return Exit.OK;
    }

    private static List<String> row(Line line) {
        String runtime = line.runtime().isEmpty() ? "-" : line.runtime();
        String seen = line.verified().isEmpty() ? "" : " (seen)";
        String key = line.keys().isEmpty() ? "-" : line.keys().getFirst();
        return List.of(
                line.name(),
                line.title(),
                runtime + seen,
                line.key() ? "set" : key + (line.keys().size() > 1 ? ", …" : ""),
                line.runtime().isEmpty()
                        ? "-"
                        : line.path().isEmpty() ? "not installed" : line.path());
    }

    private static String choice(AgentSettings agents) {
        return agents.choice()
                .usual()
                .map(name -> "Work goes to " + name + " where nothing else is said.")
                .orElse("No agent is chosen: put default = \"NAME\" under [agents] in town.toml.");
    }

    @Command(
            name = "test",
            description = "Says what works of an agent and what is missing; lets it take one turn.")
    int test(
            @Parameters(
                            paramLabel = "NAME",
                            arity = "1..*",
                            description = "See `gt agents presets`.")
                    List<String> names,
            @Option(names = "--no-turn", description = "Only looks: nothing is asked of a model.")
                    boolean noTurn,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        AgentSettings agents = agents();
        List<Preset> asked = names.stream().map(agents.presets()::get).toList();
        List<Checkup> all = new ArrayList<>();
        for (Preset preset : asked) {
            all.add(with((processes, scratch) -> test(processes, scratch, preset, noTurn)));
        }
        if (json) {
            call.screen().json(all.stream().map(AgentCommands::shown).toList());
        } else {
            all.forEach(this::show);
        }
        boolean good =
                all.stream()
                        .allMatch(checkup ->
                                checkup.state() == Checkup.State.WORKS
                                        || (noTurn && checkup.state() == Checkup.State.NOT_TRIED));
        return good ? Exit.OK : Exit.FAILED;
    }

    private Checkup test(Processes processes, Path scratch, Preset preset, boolean noTurn) {
        Checkups checkups = new Checkups(processes, System.getenv(), accounts(), scratch);
        if (noTurn) {
            return checkups.look(preset);
        }
        try (Scratch tree = Scratch.in(scratch, "tree-");
                Drivers drivers =
                        new Drivers(processes, System.getenv(), scratch.resolve("homes"))) {
            return checkups.tryOut(preset, new Trial(drivers, tree.path(), TURN));
        }
    }

    private void show(Checkup checkup) {
        Screen screen = call.screen();
        screen.heading(
                "%s  %s: %s".formatted(checkup.name(), checkup.title(), sentence(checkup.state())));
        for (Checkup.Finding finding : checkup.findings()) {
            Screen.Colour colour =
                    switch (finding.verdict()) {
                        case GOOD -> Screen.Colour.GREEN;
                        case MISSING -> Screen.Colour.RED;
                        case NOTE -> Screen.Colour.PLAIN;
                    };
            String mark =
                    switch (finding.verdict()) {
                        case GOOD -> "✓";
                        case MISSING -> "✗";
                        case NOTE -> "·";
                    };
            String what = "%-9s ".formatted(finding.what());
            screen.painted(
                    "  "
                            + screen.paint(colour, mark + " " + what)
                            + screen.paint(Screen.Colour.PLAIN, finding.text()));
        }
        checkup.next().forEach(step -> screen.line("  → " + step));
    }

    private static String sentence(Checkup.State state) {
        return switch (state) {
            case UNNAMED -> "no program is named";
            case NOT_INSTALLED -> "not installed";
            case BROKEN -> "installed, but it does not run";
            case NO_KEY -> "installed, but without a key";
            case NOT_TRIED -> "nothing seems to be missing; no turn was tried";
            case NOT_LOGGED_IN -> "its provider refused it";
            case RATE_LIMITED -> "its provider lets it do no more for now";
            case NO_ACP -> "installed, but it does not speak ACP";
            case FAILED -> "its turn failed";
            case WORKS -> "works";
        };
    }

    private static Map<String, Object> shown(Checkup checkup) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", checkup.name());
        shown.put("title", checkup.title());
        shown.put("state", Words.lower(checkup.state()));
        shown.put("works", checkup.state() == Checkup.State.WORKS);
        checkup.version().ifPresent(version -> shown.put("version", version));
        shown.put(
                "findings",
                checkup.findings().stream()
                        .map(finding -> {
                            Map<String, String> each = new LinkedHashMap<>();
                            each.put("what", finding.what());
                            each.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
                            each.put("text", finding.text());
                            return each;
                        })
                        .toList());
        shown.put("next", checkup.next());
        return shown;
    }

    private AgentSettings agents() {
        return config().agents();
    }

    private AccountSettings accounts() {
        return config().accounts();
    }

    private Config config() {
        return call.running()
                .map(RunningTown::config)
                .orElseGet(() -> Config.of(call.townFolder()));
    }

    @Command(
            name = "accounts",
            description =
                    "Who pays for agents: how many sessions each carries, which rests until when.")
    int accounts(@Option(names = "--json", description = "Prints JSON.") boolean json) {
        List<AccountLine> lines = AccountLine.all(call.town());
        if (json) {
            call.screen().json(lines);
        } else if (lines.isEmpty()) {
            call.screen().line("No accounts: " + NOBODY_PAYS);
        } else {
            call.screen()
                    .table(
                            List.of("ACCOUNT", "AGENT", "SESSIONS", "STATE"),
                            lines.stream().map(AccountLine::row).toList());
        }
        return Exit.OK;
    }

    @Command(
            name = "wake",
            description = "Ends an account's rest: its provider lets it do more again.")
    int wake(
            @Parameters(paramLabel = "ACCOUNT", description = "See `gt agents accounts`.")
                    String name) {
        RunningTown town = call.town();
        List<String> known = AccountLine.all(town).stream().map(AccountLine::name).toList();
        if (!known.contains(name)) {
            throw TownException.notFound(
                    known.isEmpty()
                            ? "There is no account '%s', and none at all: %s"
                                    .formatted(name, NOBODY_PAYS)
                            : "There is no account '%s'; there is %s. `gt agents accounts` says more."
                                    .formatted(name, String.join(", ", known)));
        }
        boolean rested =
                town.ledger()
                        .write(
                                town.owner().actor(),
                                tx -> Accounts.endRest(tx, new AccountName(name)));
        call.screen()
                .line(
                        rested
                                ? "Account %s rests no longer.".formatted(name)
                                : "Account %s does not rest.".formatted(name));
        return Exit.OK;
    }

    private interface Work<T> {
        T in(Processes processes, Path scratch);
    }

    private <T> T with(Work<T> work) {
        Sandbox sandbox = Sandbox.find(System.getenv(), List.of(call.townFolder()));
        try (Scratch scratch = Scratch.make("agents");
                SystemProcesses processes = SystemProcesses.contained(sandbox)) {
            return work.in(processes, scratch.path());
        }
    }
}
