package dev.townhall.server.agents;

import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Programs;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.preset.AcpMode;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.Installation;
import dev.townhall.core.preset.Preset;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.formulas.preset.AccountSource;
import dev.townhall.server.agents.Checkup.Finding;
import dev.townhall.server.agents.Checkup.State;
import dev.townhall.server.agents.Checkup.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks whether an agent is installed, which version runs, whether it has a key, and, if asked,
/// whether a turn goes well. Says of everything that is missing what to do about it.
public final class Checkups {
    private static final Duration VERSION_DEADLINE = Duration.ofSeconds(30);
    private static final int OUTPUT_BYTES_MAX = 16 * 1024;
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?[\\w.+-]*");
    private static final Pattern NODE = Pattern.compile("Node (\\d+)(?:\\.\\d+)*");

    private final Processes processes;
    private final Map<String, String> environment;
    private final AccountSettings accounts;
    private final Path scratch;

    /// @param environment the town's own
    /// @param accounts who pays where it is not that environment
    /// @param scratch a folder of its own, which the caller removes
    public Checkups(
            Processes processes,
            Map<String, String> environment,
            AccountSettings accounts,
            Path scratch) {
        this.processes = processes;
        this.environment = environment;
        this.accounts = accounts;
        this.scratch = scratch;
    }

    /// Where the program of a preset is; nothing is started.
    public Optional<Path> whereIs(Preset preset) {
        return preset.program().flatMap(this::find);
    }

    /// Whether somebody could pay for it: the first account of its own with keys, or the town.
    public boolean hasKey(Preset preset) {
        List<AccountSource> own = ofItsOwn(preset);
        return own.isEmpty()
                ? preset.keys().foundIn(environment).isPresent()
                : own.stream()
                        .anyMatch(source -> AccountKeys.problem(source, environment).isEmpty());
    }

    /// Looks at what is there; starts at most its program for its version.
    public Checkup look(Preset preset) {
        return new Look(preset, Depth.VERSION).done();
    }

    /// Looks at what is there and starts nothing: whether it runs is not known by that.
    public Checkup glance(Preset preset) {
        return new Look(preset, Depth.FILES).done();
    }

    private enum Depth {
        FILES,
        VERSION
    }

    /// Looks, and if nothing is missing, lets it take one turn.
    public Checkup tryOut(Preset preset, Trial trial) {
        Look look = new Look(preset, Depth.VERSION);
        Checkup seen = look.done();
        return seen.state() == State.NOT_TRIED ? look.with(tried(preset, trial)) : seen;
    }

    /// A turn that the first account pays for that has its keys.
    private Trial.Outcome tried(Preset preset, Trial trial) {
        Optional<AccountSource> payer =
                ofItsOwn(preset).stream()
                        .filter(source -> AccountKeys.problem(source, environment).isEmpty())
                        .findFirst();
        if (payer.isEmpty()) {
            return trial.run(preset, environment, townKeys(preset));
        }
        AccountKeys keys = AccountKeys.take(payer.get(), environment);
        Map<String, String> without = new LinkedHashMap<>(environment);
        preset.keys().names().forEach(without::remove);
        List<String> secrets = new ArrayList<>(townKeys(preset));
        secrets.addAll(keys.environment().values());
        secrets.addAll(keys.secrets());
        return trial.run(preset.paidBy(keys.environment(), keys.home()), without, secrets);
    }

    private List<String> townKeys(Preset preset) {
        return preset.keys().names().stream()
                .map(name -> environment.getOrDefault(name, ""))
                .toList();
    }

    private List<AccountSource> ofItsOwn(Preset preset) {
        return accounts.accounts().stream()
                .filter(source -> source.account().preset().equals(preset.name()))
                .toList();
    }

    private Optional<Path> find(String program) {
        return Programs.find(program, scratch, environment);
    }

    /// One agent being looked at.
    private final class Look {
        private final Preset preset;
        private final Depth depth;
        private final Installation installation;
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> next = new ArrayList<>();
        private Optional<String> version = Optional.empty();
        private State state = State.NOT_TRIED;

        Look(Preset preset, Depth depth) {
            this.preset = preset;
            this.depth = depth;
            this.installation = preset.installation();
            program();
            key();
            acp();
            headless();
        }

        Checkup done() {
            return new Checkup(preset.name(), preset.title(), state, version, findings, next);
        }

        Checkup with(Trial.Outcome outcome) {
            findings.add(outcome.finding());
            next.addAll(outcome.next());
            state = outcome.state();
            return done();
        }

        private void program() {
            if (preset.program().isEmpty()) {
                miss(
                        State.UNNAMED,
                        "program",
                        "none is named",
                        "name its program in town.toml, such as [agents.mine] command = \"my-agent\", args"
                                + " = [\"acp\"]");
                return;
            }
            Optional<String> acp = preset.acp().map(AcpMode::command);
            Optional<String> headless = preset.headless().map(Headless::command);
            List<String> missing = new ArrayList<>();
            List<String> there = new ArrayList<>();
            for (String program : programs(acp, headless)) {
                find(program)
                        .ifPresentOrElse(
                                path -> there.add(path.toString()), () -> missing.add(program));
            }
            if (there.isEmpty()) {
                miss(
                        State.NOT_INSTALLED,
                        "program",
                        "not installed: no `%s` on the town's PATH"
                                .formatted(String.join("` and no `", missing)),
                        install());
            } else {
                good("program", String.join(", ", there));
                if (acp.filter(missing::contains).isPresent()) {
                    miss(
                            State.NOT_INSTALLED,
                            "acp",
                            "no `%s` on the town's PATH; what is there can be run once per turn"
                                    .formatted(acp.get()),
                            install());
                    next.add(onceATurn(preset));
                } else if (!missing.isEmpty()) {
                    note(
                            "program",
                            "`%s` is not there, so it can only be driven by ACP"
                                    .formatted(String.join("`, `", missing)));
                }
                version(Path.of(there.getFirst()));
            }
            node();
        }

        private List<String> programs(Optional<String> acp, Optional<String> headless) {
            List<String> programs = new ArrayList<>();
            acp.ifPresent(programs::add);
            headless.filter(program -> !programs.contains(program)).ifPresent(programs::add);
            return programs;
        }

        private String install() {
            String needs =
                    installation.needs().isEmpty() ? "" : " (needs " + installation.needs() + ")";
            return installation.how().isEmpty()
                    ? "install it, or name where it is: [agents.%s] command = \"/path/to/it\""
                            .formatted(preset.name())
                    : "install it: " + installation.how() + needs;
        }

        private void version(Path program) {
            if (depth == Depth.FILES || installation.versionArguments().isEmpty()) {
                return;
            }
            Optional<Exit> ran = ask(program, installation.versionArguments());
            Matcher found = VERSION.matcher(ran.map(Exit::output).orElse(""));
            boolean well = ran.filter(Exit::isSuccess).isPresent();
            if (well && found.find()) {
                version = Optional.of(found.group());
                String seen = installation.seen();
                String tried =
                        seen.isEmpty()
                                ? ""
                                : found.group().startsWith(seen)
                                        ? ", as this preset was made for"
                                        : "; this preset was made for " + seen;
                good("version", found.group() + tried);
            } else if (well) {
                note("version", "it did not say one");
            } else if (isOnesOwn()) {
                note("version", "it did not say one: " + end(ran));
            } else {
                miss(
                        State.BROKEN,
                        "version",
                        "the program does not run: " + end(ran),
                        installation.needs().isEmpty()
                                ? "try `%s %s` yourself"
                                        .formatted(
                                                program,
                                                String.join(" ", installation.versionArguments()))
                                : "it needs " + installation.needs() + "; then " + install());
            }
        }

        /// Whether nothing says what it is; then its version need not be to be had.
        private boolean isOnesOwn() {
            return installation.how().isEmpty() && installation.seen().isEmpty();
        }

        /// Under an older Node npm picks older versions of several agents without a word.
        private void node() {
            Matcher needs = NODE.matcher(installation.needs());
            if (depth == Depth.FILES || !needs.find()) {
                return;
            }
            Optional<Path> node = find("node");
            if (node.isEmpty()) {
                note("node", "no `node` on the town's PATH; it needs " + installation.needs());
                return;
            }
            Matcher found =
                    VERSION.matcher(
                            ask(node.get(), List.of("--version")).map(Exit::output).orElse(""));
            if (found.find() && major(found.group()) < Integer.parseInt(needs.group(1))) {
                note(
                        "node",
                        "it needs %s and found %s: npm may then install an older version of it"
                                .formatted(installation.needs(), found.group()));
            }
        }

        private void key() {
            if (state == State.UNNAMED) {
                return;
            }
            List<AccountSource> own = ofItsOwn(preset);
            if (!own.isEmpty()) {
                keysOf(own);
                return;
            }
            List<String> names = preset.keys().names();
            Optional<String> found = preset.keys().foundIn(environment);
            if (found.isPresent()) {
                good("key", "in " + found.get());
            } else if (names.isEmpty()) {
                note("key", "no variable is known for it; name one with key_env");
            } else {
                miss(
                        State.NO_KEY,
                        "key",
                        names.size() == 1
                                ? "none: %s is not set for the town".formatted(names.getFirst())
                                : "none of %s is set for the town"
                                        .formatted(String.join(", ", names)),
                        "give it a key before `gt up`: " + preset.keys().login());
            }
        }

        private void keysOf(List<AccountSource> own) {
            List<String> problems = new ArrayList<>();
            for (AccountSource source : own) {
                AccountKeys.problem(source, environment)
                        .ifPresentOrElse(
                                problems::add,
                                () -> good("key", "of account " + source.account().name()));
            }
            if (problems.size() < own.size()) {
                problems.forEach(problem -> note("key", problem));
            } else {
                miss(
                        State.NO_KEY,
                        "key",
                        String.join(" ", problems),
                        "mend [accounts.%s] in town.toml or what it names"
                                .formatted(own.getFirst().account().name()));
            }
        }

        private void acp() {
            if (state == State.UNNAMED) {
                return;
            }
            preset.acp()
                    .ifPresentOrElse(
                            mode -> {
                                String how =
                                        String.join(" ", command(mode.command(), mode.arguments()));
                                note("acp", "`%s`, %s".formatted(how, verified(mode.verified())));
                            },
                            () -> note("acp", "none: it is run once per turn"));
        }

        private void headless() {
            preset.headless()
                    .ifPresent(form ->
                            note(
                                    "headless",
                                    "`%s`, %s; %s"
                                            .formatted(
                                                    String.join(
                                                            " ",
                                                            command(form.command(), form.first())),
                                                    verified(form.verified()),
                                                    form.canGoOn()
                                                            ? "goes on with its session"
                                                            : "each turn is a new session")));
        }

        private Optional<Exit> ask(Path program, List<String> arguments) {
            try (Surroundings.Stay stay =
                    new Surroundings(environment, scratch).enter("look-" + preset.name())) {
                return Optional.of(
                        processes.run(
                                new Command(
                                        command(program.toString(), arguments),
                                        scratch,
                                        stay.environment(),
                                        VERSION_DEADLINE,
                                        OUTPUT_BYTES_MAX)));
            } catch (TownException e) {
                return Optional.empty();
            }
        }

        private void good(String what, String text) {
            findings.add(new Finding(what, Verdict.GOOD, text));
        }

        private void note(String what, String text) {
            findings.add(new Finding(what, Verdict.NOTE, text));
        }

        /// The first thing missing gives the state.
        private void miss(State missing, String what, String text, String step) {
            findings.add(new Finding(what, Verdict.MISSING, text));
            next.add(step);
            if (state == State.NOT_TRIED) {
                state = missing;
            }
        }
    }

    /// What a person writes to have an agent work without ACP.
    static String onceATurn(Preset preset) {
        return "or have it run once per turn: runtime = \"command\" under [agents.%s] in town.toml"
                .formatted(preset.name());
    }

    private static String verified(String verified) {
        return verified.isEmpty() ? "only read of, not tried" : "seen: " + verified;
    }

    private static List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        return command;
    }

    private static String end(Optional<Exit> ran) {
        return ran.map(exit ->
                        switch (exit.how()) {
                            case EXITED ->
                                    "exit code " + exit.code() + " " + lastLine(exit.output());
                            case DEADLINE -> "no answer in " + VERSION_DEADLINE.toSeconds() + " s";
                            case LIMIT, MACHINE, ENDED, NOT_STARTED -> lastLine(exit.output());
                        })
                .orElse("it could not be started");
    }

    private static String lastLine(String output) {
        return Sanitizer.line(output.strip().lines().reduce((_, last) -> last).orElse(""));
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }
}
