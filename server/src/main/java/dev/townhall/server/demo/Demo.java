package dev.townhall.server.demo;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.server.cli.Cancellation;
import dev.townhall.server.cli.CliHandler;
import dev.townhall.server.cli.CliRequest;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.Scratch;
import dev.townhall.server.up.TownFolder;
import dev.townhall.server.up.TownLog;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// `gt demo`: a town in a fresh folder, a clone of a repository, a plan typed into its channel, and
/// what becomes of it.
public final class Demo {
    private static final String LOG_FORMAT =
            "--format=%H%x09%an%x09%(trailers:key=Bead,valueonly,separator=%x2C)%x09%s";

    private final DemoRequest request;
    private final DemoView view;
    private final Function<RunningTown, CliHandler> commands;
    private final Consumer<Duration> pause;
    private final Map<String, String> environment;
    private final Time time = new SystemTime();

    public Demo(
            DemoRequest request,
            DemoView view,
            Function<RunningTown, CliHandler> commands,
            Consumer<Duration> pause,
            Map<String, String> environment) {
        this.request = request;
        this.view = view;
        this.commands = commands;
        this.pause = pause;
        this.environment = Map.copyOf(environment);
    }

    /// Runs it; true when the convoy landed. BAD_INPUT, with nothing left behind, when the
    /// repository cannot be used.
    public boolean run() {
        Duration begun = time.elapsed();
        Attic attic = Attic.of(environment);
        Scratch scratch = attic.fresh();
        Ending ending = new Ending(scratch);
        try (SystemProcesses processes = SystemProcesses.grouped()) {
            Git git = new Git(processes, environment);
            Source source = Source.copy(request, scratch.path(), git, environment);
            view.note(
                    "Working on a clone of "
                            + source.shown()
                            + ", branch "
                            + source.branch()
                            + ".");
            source.notes().forEach(note -> view.note("Note: " + note));
            boolean landed = inTown(source, git, scratch, ending, begun);
            ending.keep();
            return landed;
        } finally {
            ending.end();
        }
    }

    private boolean inTown(Source source, Git git, Scratch scratch, Ending ending, Duration begun) {
        TownFolder folder = new TownFolder(scratch.path().resolve("town"));
        folder.make();
        TownLog.to(folder);
        RunningTown town =
                RunningTown.start(folder, Config.DEFAULT.withPort(0), environment, commands);
        ending.stops(town);
        addRig(town, source);
        Duration setUp = time.elapsed().minus(begun);
        view.note("Town hall: " + town.url());
        Story story;
        try (WebClient web = new WebClient(town.url(), new SecureRandomness())) {
            story = new Story(web, view, time, pause);
            story.play("channel:" + source.rig(), DemoPlan.text());
        }
        view.finished(result(source, git, town, story, setUp));
        if (request.after() == DemoRequest.After.SERVE) {
            serve(town);
        }
        return story.landed();
    }

    private void addRig(RunningTown town, Source source) {
        List<String> words =
                List.of(
                        "rig",
                        "add",
                        source.rig().text(),
                        source.remote().toString(),
                        "--shell",
                        "--gate",
                        DemoPlan.GATE);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code =
                commands.apply(town)
                        .run(
                                new CliRequest(
                                        words,
                                        InputStream.nullInputStream(),
                                        80,
                                        false,
                                        false,
                                        request.folder(),
                                        Actor.TOWN,
                                        new Cancellation()),
                                out,
                                out);
        if (code != 0) {
            throw new TownException(
                    ErrorCode.UNAVAILABLE,
                    "The demo's rig was not added: "
                            + said.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private DemoResult result(
            Source source, Git git, RunningTown town, Story story, Duration setUp) {
        return new DemoResult(
                story.landed(),
                source.shown(),
                source.rig().text(),
                source.branch(),
                story.convoy(),
                story.beads(),
                story.waves(),
                commits(source, git, story),
                story.rework(),
                story.approvals(),
                setUp,
                story.work(),
                town.url().toString(),
                town.folder().path().toString(),
                source.remote().toString(),
                source.notes(),
                story.problem());
    }

    /// What the convoy put on the branch, oldest first.
    private static List<DemoResult.Commit> commits(Source source, Git git, Story story) {
        String log =
                git.in(
                        source.remote(),
                        "log",
                        "--reverse",
                        LOG_FORMAT,
                        source.head() + ".." + source.branch());
        List<DemoResult.Commit> commits = new ArrayList<>();
        for (String line : log.lines().toList()) {
            String[] parts = line.split("\t", 4);
            if (parts.length == 4) {
                commits.add(
                        new DemoResult.Commit(
                                parts[0], parts[1], parts[2], parts[3], story.took(parts[2])));
            }
        }
        return commits;
    }

    private void serve(RunningTown town) {
        view.note("Leaving it running: " + town.url() + " (Ctrl-C ends it).");
        try {
            town.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What must happen however the demo ends: Ctrl-C and failures take everything away.
    private static final class Ending {
        private final Thread hook = new Thread(this::clean, "demo clean-up");
        private final Scratch scratch;
        private Optional<RunningTown> town = Optional.empty();
        private boolean kept;
        private boolean done;

        Ending(Scratch scratch) {
            this.scratch = scratch;
            Runtime.getRuntime().addShutdownHook(hook);
        }

        synchronized void stops(RunningTown running) {
            town = Optional.of(running);
        }

        /// The folder stays, to look at.
        synchronized void keep() {
            kept = true;
        }

        void end() {
            clean();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                // The hook runs already, and finds everything done.
            }
        }

        private synchronized void clean() {
            if (done) {
                return;
            }
            done = true;
            town.ifPresent(RunningTown::close);
            TownLog.off();
            if (!kept) {
                scratch.close();
            }
        }
    }

    /// Where demos are kept, the newest few.
    private record Attic(Path folder) {
        static Attic of(Map<String, String> environment) {
            String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
            String home = environment.getOrDefault("HOME", System.getProperty("java.io.tmpdir"));
            Path root = cache.isBlank() ? Path.of(home, ".cache") : Path.of(cache);
            return new Attic(root.resolve("townhall"));
        }

        Scratch fresh() {
            Leftovers.forget(folder, "demo-");
            return Scratch.in(folder, "demo-");
        }
    }
}
