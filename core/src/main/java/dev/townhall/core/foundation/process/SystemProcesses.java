package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Child processes of the operating system (POSIX), each under a small supervisor that ends its
/// tree even when the town is killed. Thread-safe.
///
/// A command with a [Confinement] runs in the [Sandbox] these processes were made with. What can get
/// away: from a sandbox, and with [#contained] on Linux where PID namespaces are allowed, nothing. Else a
/// process that left its parent, group and session (a daemon) outlives the child that started it,
/// and so does one that kills its supervisor in the moment of its start; [Surroundings] ends those
/// it can still recognise.
public final class SystemProcesses implements Processes, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SystemProcesses.class);

    private final Supervisor supervisor;
    private final Sandbox sandbox;
    private final Alarm alarm;
    private final LimitWatch limits = new LimitWatch();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Child> children = new LinkedHashSet<>();
    private boolean open = true;

    SystemProcesses(Supervisor supervisor) {
        this(supervisor, Sandbox.none("these processes were made without one."), Alarm.NONE);
    }

    private SystemProcesses(Supervisor supervisor, Sandbox sandbox, Alarm alarm) {
        this.supervisor = supervisor;
        this.sandbox = sandbox;
        this.alarm = alarm;
    }

    /// For code the town does not trust: in `sandbox` when its command asks for one, else as
    /// [#contained()]. About 11 ms a child in the sandbox.
    public static SystemProcesses contained(Sandbox sandbox) {
        return contained(sandbox, Alarm.NONE);
    }

    /// The same; `alarm` hears of a child that wanted more processes than it may have.
    public static SystemProcesses contained(Sandbox sandbox, Alarm alarm) {
        return new SystemProcesses(SupervisorProbe.strongest(), sandbox, alarm);
    }

    /// For code the town does not trust: the strongest containment this machine and user allow,
    /// found out by trying. About 4 ms a child.
    public static SystemProcesses contained() {
        return new SystemProcesses(SupervisorProbe.strongest());
    }

    /// For the town's own tools (git, ssh): a process group, but the machine's own users and
    /// processes as they are. About 3 ms a child.
    public static SystemProcesses grouped() {
        return new SystemProcesses(SupervisorProbe.groups());
    }

    @Override
    public Optional<String> refusal(Confinement confinement) {
        return sandbox.refusal(confinement);
    }

    @Override
    public Optional<String> refusal(Confinement confinement, Path program) {
        return sandbox.refusal(confinement, program);
    }

    @Override
    public boolean isSandboxed(Confinement confinement) {
        return sandbox.holds(confinement);
    }

    /// Whether daemons end too.
    public boolean endsDaemons() {
        return supervisor.endsDaemons();
    }

    @Override
    public Running start(Command command, Consumer<String> onOutput, Consumer<Exit> onExit) {
        OutputTail tail = new OutputTail(command.outputBytesMax());
        Outlet outlet = new TextOutlet(tail, onOutput);
        Launch launch =
                launch(
                        command,
                        Optional.empty(),
                        process ->
                                new Child(
                                        process,
                                        supervisor.endsDaemons(),
                                        tail,
                                        List.of(
                                                new Child.Source(
                                                        "output",
                                                        process.getInputStream(),
                                                        outlet))));
        return switch (launch) {
            case Launched launched -> {
                follow(launched, command, onExit);
                yield launched.child();
            }
            case Refused(String why) -> {
                refuse(why, onExit);
                yield new Nothing();
            }
        };
    }

    @Override
    public Conversation converse(
            Command command, Lines lines, Listener listener, Consumer<Exit> onExit) {
        Inlet inlet;
        try {
            inlet = Inlet.make(lines.waitingBytesMax());
        } catch (IOException e) {
            refuse("A pipe could not be made: %s".formatted(e.getMessage()), onExit);
            return new Nothing();
        }
        OutputTail tail = new OutputTail(command.outputBytesMax());
        Outlet outlet = new Opening(inlet, new LineOutlet(lines.lineBytesMax(), listener));
        Launch launch =
                launch(
                        command,
                        Optional.of(inlet.pipe()),
                        process ->
                                new Child(
                                        process,
                                        supervisor.endsDaemons(),
                                        tail,
                                        List.of(
                                                new Child.Source(
                                                        "output", process.getInputStream(), outlet),
                                                new Child.Source(
                                                        "error",
                                                        process.getErrorStream(),
                                                        new TailOutlet(tail)))));
        return switch (launch) {
            case Launched launched -> {
                Child child = launched.child();
                inlet.start("process " + child.pid() + " input");
                follow(
                        launched,
                        command,
                        exit -> {
                            inlet.close();
                            onExit.accept(exit);
                        });
                yield new Talking(child, inlet);
            }
            case Refused(String why) -> {
                inlet.close();
                refuse(why, onExit);
                yield new Nothing();
            }
        };
    }

    private void follow(Launched launched, Command command, Consumer<Exit> onExit) {
        Thread.ofVirtual()
                .name("process " + launched.child().pid())
                .start(() -> seeThrough(launched, command.deadline(), onExit));
        limits.add(launched.child(), command);
    }

    private static void refuse(String why, Consumer<Exit> onExit) {
        Exit exit = new Exit(How.NOT_STARTED, -1, why, 0, Duration.ZERO);
        Thread.ofVirtual().name("process refused").start(() -> report(exit, onExit));
    }

    @Override
    public Exit run(Command command) {
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        Running running = start(command, exit::complete);
        try {
            return exit.get();
        } catch (InterruptedException e) {
            running.end();
            Exit ended = exit.join();
            Thread.currentThread().interrupt();
            return ended;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing completes an exit with a failure.", e);
        }
    }

    /// Ends all children and waits for them to be gone. Nothing can be started after that.
    @Override
    public void close() {
        List<Child> last;
        lock.lock();
        try {
            open = false;
            last = List.copyOf(children);
        } finally {
            lock.unlock();
        }
        last.forEach(Child::end);
        last.forEach(child -> child.exit().join());
    }

    /// @param input what its standard input is, if anything: its error stream is then kept apart
    private Launch launch(Command command, Optional<Path> input, Function<Process, Child> serve) {
        Path folder = command.folder().toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            return new Refused("The folder %s does not exist.".formatted(folder));
        }
        Optional<String> objection =
                NativeText.objection(command).or(() -> refusal(command.confinement()));
        if (objection.isPresent()) {
            return new Refused(objection.get());
        }
        String name = command.arguments().getFirst();
        Optional<Path> program = Programs.find(name, folder, command.environment());
        if (program.isEmpty()) {
            return new Refused(
                    "The program %s was not found, or may not be run. Looked on PATH %s."
                            .formatted(name, command.environment().getOrDefault("PATH", "(none)")));
        }
        Optional<String> withheld = refusal(command.confinement(), program.get());
        if (withheld.isPresent()) {
            return new Refused(withheld.get());
        }
        List<String> arguments = new ArrayList<>(command.arguments());
        arguments.set(0, program.get().toString());
        Optional<Path> group = group(command);
        ProcessBuilder builder =
                new ProcessBuilder(line(command, arguments, group, input))
                        .directory(folder.toFile())
                        .redirectErrorStream(input.isEmpty());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        try {
            return admit(serve.apply(builder.start()), command, group);
        } catch (IOException e) {
            group.ifPresent(sandbox::endGroup);
            return new Refused("%s could not be started: %s".formatted(name, e.getMessage()));
        }
    }

    private Optional<Path> group(Command command) {
        return isSandboxed(command.confinement())
                ? Optional.ofNullable(sandbox.newGroup(command.confinement().limits()))
                : Optional.empty();
    }

    private List<String> line(
            Command command, List<String> arguments, Optional<Path> group, Optional<Path> input) {
        List<String> prefix =
                isSandboxed(command.confinement())
                        ? sandbox.prefix(
                                sandbox.showing(
                                        command.confinement(), Path.of(arguments.getFirst())),
                                command.folder().toAbsolutePath(),
                                command.environment(),
                                group.orElse(null))
                        : List.of();
        return supervisor.around(
                arguments,
                command.environment(),
                prefix,
                command.confinement().limits(),
                input.orElse(Supervisor.NOTHING));
    }

    private Launch admit(Child child, Command command, Optional<Path> group) {
        lock.lock();
        try {
            if (open) {
                children.add(child);
                return new Launched(
                        child,
                        isSandboxed(command.confinement()),
                        group,
                        Surroundings.nameIn(command.environment()));
            }
        } finally {
            lock.unlock();
        }
        child.destroy();
        return new Refused("The town is shutting down: nothing is started any more.");
    }

    private void seeThrough(Launched launched, Duration deadline, Consumer<Exit> onExit) {
        Child child = launched.child();
        try {
            child.await(deadline);
        } finally {
            lock.lock();
            try {
                children.remove(child);
            } finally {
                lock.unlock();
            }
            report(told(launched, child.exit().join()), onExit);
        }
    }

    /// The exit, with what only the sandbox knows of it.
    private Exit told(Launched launched, Exit exit) {
        Optional<Excess> refused = launched.group().flatMap(sandbox::endGroup).map(Excess::refused);
        Optional<Excess> excess = launched.child().excess().or(() -> refused);
        excess.filter(met -> met.fault() == Excess.Fault.OWN)
                .ifPresent(
                        met -> launched.home().ifPresent(home -> alarm.raised(home, met.tried())));
        if (launched.sandboxed() && Sandbox.isItsOwn(exit)) {
            return new Exit(
                    How.NOT_STARTED,
                    -1,
                    "The sandbox could not be made: " + exit.output().strip(),
                    exit.outputBytes(),
                    exit.duration());
        }
        return excess.map(met -> withNote(exit, met.note())).orElse(exit);
    }

    private static Exit withNote(Exit exit, String note) {
        log.atWarn().addKeyValue("outcome", note).log("a child met a limit");
        String output = exit.output();
        String line = output.isEmpty() || output.endsWith("\n") ? output : output + "\n";
        return new Exit(exit.how(), exit.code(), line + note, exit.outputBytes(), exit.duration());
    }

    private static void report(Exit exit, Consumer<Exit> onExit) {
        try {
            onExit.accept(exit);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("what follows a process' end failed");
        }
    }

    private sealed interface Launch {}

    /// @param group limits its processes, where that works
    /// @param home the name of its surroundings, if it has some
    private record Launched(
            Child child, boolean sandboxed, Optional<Path> group, Optional<String> home)
            implements Launch {}

    private record Refused(String why) implements Launch {}

    /// Forgets the pipe's name with the first word of the child, which has it open by then.
    private record Opening(Inlet inlet, Outlet outlet) implements Outlet {
        @Override
        public void take(byte[] bytes, int count) {
            inlet.forgetName();
            outlet.take(bytes, count);
        }

        @Override
        public void end() {
            outlet.end();
        }

        @Override
        public void mute() {
            outlet.mute();
        }
    }

    /// A child that is talked with.
    private record Talking(Child child, Inlet inlet) implements Conversation {
        @Override
        public boolean say(byte[] line) {
            byte[] whole = Arrays.copyOf(line, line.length + 1);
            whole[line.length] = '\n';
            return inlet.tell(whole);
        }

        @Override
        public void finish() {
            inlet.finish();
        }

        @Override
        public void end() {
            child.end();
        }

        @Override
        public boolean isAlive() {
            return child.isAlive();
        }
    }

    /// A child that never was.
    private record Nothing() implements Conversation {
        @Override
        public boolean say(byte[] line) {
            return false;
        }

        @Override
        public void finish() {}

        @Override
        public void end() {}

        @Override
        public boolean isAlive() {
            return false;
        }
    }
}
