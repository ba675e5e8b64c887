package dev.townhall.server.command;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.rig.Sandboxing;
import dev.townhall.core.worktree.RigRepository;
import dev.townhall.core.worktree.SourceFolder;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.RunningTown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The repositories the town works on.
@Command(name = "gt rig", description = "The repositories the town works on.")
final class RigCommands {
    private static final String AGENT = "Works on beads without commands; see `gt agents presets`.";
    private static final String JSON = "Prints JSON.";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Call call;

    RigCommands(Call call) {
        this.call = call;
    }

    @Command(name = "add", description = "Clones a repository and makes it a rig.")
    int add(
            @Parameters(paramLabel = "NAME", description = "Also its channel: a-z, 0-9, - and _.")
                    String name,
            @Parameters(paramLabel = "PATH|URL", description = "Where it is cloned from.")
                    String remote,
            @Option(names = "--prefix", description = "Of the ids of its beads (default: of NAME).")
                    Optional<String> prefix,
            @Option(
                            names = "--gate",
                            paramLabel = "CMD",
                            description = "A check every merge must pass; may be given again.")
                    @Nullable List<String> gates,
            @Option(
                            names = "--shell",
                            description = "Beads may carry commands that run on this machine.")
                    boolean shell,
            @Option(names = "--approval", description = "Every merge waits for a person.")
                    boolean approval,
            @Option(names = "--polecats", paramLabel = "N", description = "How many work at once.")
                    Optional<Integer> polecats,
            @Option(names = "--agent", paramLabel = "NAME", description = AGENT)
                    Optional<String> agent,
            @Mixin SandboxOptions sandbox,
            @Option(names = "--json", description = JSON) boolean json) {
        RunningTown town = call.town();
        RigName rigName = new RigName(name);
        String from = RigRemote.of(remote, call.folder());
        if (from.startsWith("/") && !Files.exists(Path.of(from))) {
            throw TownException.badInput(
                    "Rig %s was not added: there is nothing at %s.".formatted(rigName, from));
        }
        Optional<Sandboxing> confined = sandbox.changed(Optional.empty(), call);
        town.ledger()
                .write(
                        town.owner().actor(),
                        tx -> {
                            Rig rig =
                                    new Rig(
                                            rigName,
                                            prefix.orElseGet(() -> Prefixes.free(tx, rigName)),
                                            from,
                                            "",
                                            gates(gates),
                                            shell,
                                            approval,
                                            polecats.orElse(town.config().limits().polecats()),
                                            Rig.State.ADDING,
                                            "",
                                            List.of(),
                                            confined,
                                            known(agent));
                            Rigs.refuseSecond(tx, rig, SourceFolder::isOne);
                            Rigs.add(tx, rig);
                            return true;
                        });
        return added(town, awaitCloned(town, rigName), json);
    }

    private Rig awaitCloned(RunningTown town, RigName name) {
        for (int tick = 0; ; tick++) {
            Rig rig = town.ledger().read(view -> Rigs.get(view, name));
            if (rig.state() != Rig.State.ADDING) {
                call.screen().eraseBar();
                return rig;
            }
            call.screen().progress(tick % 40, 40, "cloning " + rig.remote());
            call.pause(LOOK_AGAIN);
        }
    }

    private int added(RunningTown town, Rig rig, boolean json) {
        if (rig.state() == Rig.State.FAILED) {
            town.ledger()
                    .write(
                            town.owner().actor(),
                            tx -> {
                                Rigs.forget(tx, rig.name());
                                return true;
                            });
            throw TownException.badInput(
                    "Rig %s was not added: %s".formatted(rig.name(), rig.problem()));
        }
        if (json) {
            call.screen().json(RigLine.of(rig));
            return Exit.OK;
        }
        call.screen()
                .line(
                        "Rig %s is ready: branch %s, prefix %s, channel #%s."
                                .formatted(rig.name(), rig.target(), rig.prefix(), rig.name()));
        rig.notes().forEach(note -> call.screen().line("Note: " + note));
        rig.unproved().ifPresent(note -> call.screen().line("Note: " + note));
        warn(rig.agent());
        return Exit.OK;
    }

    @Command(name = "list", description = "Lists the rigs.")
    int list(@Option(names = "--json", description = JSON) boolean json) {
        List<RigLine> rigs =
                call.town().ledger().read(Rigs::list).stream().map(RigLine::of).toList();
        if (json) {
            call.screen().json(rigs);
        } else {
            RigLine.show(call.screen(), rigs);
        }
        return Exit.OK;
    }

    @Command(name = "show", description = "Shows one rig with its settings.")
    int show(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--json", description = JSON) boolean json) {
        Rig rig = find(name);
        RigLine line = RigLine.of(rig);
        if (json) {
            call.screen().json(line);
            return Exit.OK;
        }
        Screen screen = call.screen();
        screen.heading(rig.name() + "  " + line.state());
        screen.line("from      " + line.remote());
        screen.line("target    " + (line.target().isEmpty() ? "-" : line.target()));
        screen.line("prefix    " + line.prefix());
        screen.line("polecats  " + line.polecats());
        screen.line("shell     " + (line.shell() ? "allowed" : "not allowed"));
        screen.line("approval  " + (line.approval() ? "every merge" : "where a bead asks for it"));
        line.gates().forEach(gate -> screen.line("gate      " + gate));
        rig.unproved().ifPresent(note -> screen.line("gate      " + note));
        screen.line("agent     " + (line.agent().isEmpty() ? "as in the settings" : line.agent()));
        screen.line("sandbox   " + line.sandboxSentence(call.town().sandbox()));
        screen.line("network   " + line.network());
        screen.line("limits    " + rig.sandboxing().limited());
        line.caches().forEach(cache -> screen.line("cache     " + cache));
        line.readable().forEach(path -> screen.line("readable  " + path));
        line.notes().forEach(note -> screen.line("note      " + note));
        if (!line.problem().isEmpty()) {
            screen.line("problem   " + line.problem());
        }
        return Exit.OK;
    }

    @Command(name = "set", description = "Changes the settings of a rig.")
    int set(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--shell",
                            negatable = true,
                            description = "Whether beads may carry commands.")
                    Optional<Boolean> shell,
            @Option(
                            names = "--approval",
                            negatable = true,
                            description = "Whether every merge waits for a person.")
                    Optional<Boolean> approval,
            @Option(
                            names = "--gate",
                            paramLabel = "CMD",
                            description = "Replaces the gates; may be given again.")
                    @Nullable List<String> gates,
            @Option(names = "--no-gates", description = "Removes all gates.") boolean noGates,
            @Option(names = "--polecats", paramLabel = "N", description = "How many work at once.")
                    Optional<Integer> polecats,
            @Option(names = "--agent", paramLabel = "NAME", description = AGENT)
                    Optional<String> agent,
            @Option(names = "--no-agent", description = "Leaves the agent to the settings.")
                    boolean noAgent,
            @Mixin SandboxOptions sandbox,
            @Option(names = "--json", description = JSON) boolean json) {
        RunningTown town = call.town();
        if (noGates && gates != null) {
            throw TownException.badInput("--gate and --no-gates exclude each other.");
        }
        Rig changed =
                town.ledger()
                        .write(
                                town.owner().actor(),
                                tx -> {
                                    Rig rig = Ids.rig(tx, name);
                                    List<Gate> kept = gates == null ? rig.gates() : gates(gates);
                                    Rig next =
                                            new Rig(
                                                    rig.name(),
                                                    rig.prefix(),
                                                    rig.remote(),
                                                    rig.target(),
                                                    noGates ? List.of() : kept,
                                                    shell.orElse(rig.shell()),
                                                    approval.orElse(rig.approvalRequired()),
                                                    polecats.orElse(rig.polecatsMax()),
                                                    rig.state(),
                                                    rig.problem(),
                                                    rig.notes(),
                                                    sandbox.changed(rig.sandbox(), call),
                                                    noAgent
                                                            ? Optional.empty()
                                                            : known(agent).or(rig::agent));
                                    Rigs.configure(tx, next);
                                    return next;
                                });
        int shown = show(changed.name().text(), json);
        if (!json) {
            warn(agent);
        }
        return shown;
    }

    /// Says at once what would else be found out when the agent is to work.
    private void warn(Optional<String> agent) {
        Config config = call.town().config();
        Optional<Preset> preset = agent.map(name -> config.agents().presets().get(name));
        preset.flatMap(AgentNote::howRun).ifPresent(note -> call.screen().line("Note: " + note));
        preset.flatMap(it -> AgentNote.of(it, config.accounts(), System.getenv()))
                .ifPresent(note -> call.screen().line("Note: " + note));
    }

    @Command(name = "park", description = "Lets a rig rest: no new work, no merges.")
    int park(@Parameters(paramLabel = "NAME") String name) {
        return change(name, Rigs::park, "Rig %s is parked.");
    }

    @Command(name = "unpark", description = "Wakes a parked rig.")
    int unpark(@Parameters(paramLabel = "NAME") String name) {
        return change(name, Rigs::unpark, "Rig %s is ready.");
    }

    private interface Change {
        void on(dev.townhall.core.ledger.Transaction tx, RigName rig);
    }

    private int change(String name, Change change, String said) {
        RunningTown town = call.town();
        RigName rig = find(name).name();
        town.ledger()
                .write(
                        town.owner().actor(),
                        tx -> {
                            change.on(tx, rig);
                            return true;
                        });
        call.screen().line(said.formatted(rig));
        return Exit.OK;
    }

    @Command(
            name = "remove",
            description = "Removes a rig whose work is safe elsewhere; else says what is not.")
    int remove(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--discard",
                            paramLabel = "WHAT",
                            description =
                                    "Loses for good exactly what a refusal listed, by the word it gave.")
                    Optional<String> discard,
            @Option(
                            names = "--drop-open",
                            description =
                                    "Drops its plans that are not launched and its open beads with"
                                            + " it.")
                    boolean dropOpen) {
        new RigRemoval(call, find(name), discard, dropOpen).carryOut();
        return Exit.OK;
    }

    @Command(name = "rescues", description = "Lists work that was saved before a tree was cleaned.")
    int rescues(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--json", description = JSON) boolean json) {
        List<RigRepository.Rescue> rescues = call.town().repository(find(name).name()).rescues();
        if (json) {
            call.screen().json(rescues);
        } else if (rescues.isEmpty()) {
            call.screen().line("Nothing had to be rescued.");
        } else {
            call.screen()
                    .table(
                            List.of("WHEN", "WORKER", "COMMIT", "REF", "WHAT"),
                            rescues.stream()
                                    .map(rescue ->
                                            List.of(
                                                    Words.day(rescue.at()),
                                                    rescue.worker().text(),
                                                    Words.commit(rescue.commit().text()),
                                                    rescue.ref(),
                                                    rescue.what()))
                                    .toList());
        }
        return Exit.OK;
    }

    /// The agent's name, if the town knows it.
    private Optional<String> known(Optional<String> agent) {
        return agent.map(name -> {
            Preset preset = call.town().config().agents().presets().get(name);
            if (preset.program().isEmpty()) {
                throw TownException.badInput(
                        "The agent %s names no program as it is set, so it can do no work. Name one in town.toml: [agents.mine] command = \"…\" if it speaks ACP, [agents.mine.headless] command = \"…\" if it is run once per turn."
                                .formatted(name));
            }
            return preset.name();
        });
    }

    private Rig find(String name) {
        return call.town().ledger().read(view -> Ids.rig(view, name));
    }

    private static List<Gate> gates(@Nullable List<String> commands) {
        List<Gate> gates = new ArrayList<>();
        if (commands != null) {
            commands.forEach(command -> gates.add(Gate.of(gates.size() + 1, command)));
        }
        return gates;
    }

    /// Where a rig is cloned from: a path is made whole, an address stays as it is.
    private static final class RigRemote {
        static String of(String remote, Path folder) {
            boolean address =
                    remote.contains("://")
                            || (remote.matches("[^/]+:.*") && !isThere(remote, folder));
            return address ? remote : real(folder.resolve(remote).normalize()).toString();
        }

        /// One folder has one name, so that it is known again.
        private static Path real(Path path) {
            try {
                return path.toRealPath();
            } catch (IOException e) {
                return path;
            }
        }

        private static boolean isThere(String path, Path folder) {
            return Files.exists(folder.resolve(path));
        }
    }

    /// Prefixes made of a rig's name.
    private static final class Prefixes {
        private static final int LENGTH_MAX = 12;

        static String free(LedgerView view, RigName name) {
            String letters = name.text().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
            for (int length = Math.min(2, letters.length());
                    length <= Math.min(LENGTH_MAX, letters.length());
                    length++) {
                String prefix = letters.substring(0, length);
                if (!prefix.equals("hq") && Rigs.byPrefix(view, prefix).isEmpty()) {
                    return prefix;
                }
            }
            throw TownException.badInput(
                    "No prefix made of '%s' is free. Give one with --prefix.".formatted(name));
        }
    }
}
