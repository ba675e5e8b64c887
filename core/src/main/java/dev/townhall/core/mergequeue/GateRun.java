package dev.townhall.core.mergequeue;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.Running;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.mergequeue.GateRunner.GateResult;
import dev.townhall.core.mergequeue.GateRunner.Verdict;
import dev.townhall.core.rig.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of a rig's gates, one after another. Thread-safe: it goes on from the end of each gate
/// on a thread of the processes, and may be ended from any thread.
final class GateRun implements GateRunner.Job {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final Processes processes;
    private final Path tree;
    private final List<Gate> gates;
    private final Confinement confinement;
    private final int outputBytesMax;
    private final Consumer<GateResult> onResult;
    private Duration taken = Duration.ZERO;
    private Surroundings.@Nullable Stay stay;
    private @Nullable Running running;
    private boolean ended;

    GateRun(
            Processes processes,
            Path tree,
            List<Gate> gates,
            Confinement confinement,
            int outputBytesMax,
            Consumer<GateResult> onResult) {
        this.processes = processes;
        this.tree = tree;
        this.gates = List.copyOf(gates);
        this.confinement = confinement;
        this.outputBytesMax = outputBytesMax;
        this.onResult = onResult;
    }

    @Override
    public synchronized void end() {
        ended = true;
        if (running != null) {
            running.end();
        }
    }

    void begin(Surroundings.Stay entered) {
        synchronized (this) {
            stay = entered;
        }
        run(0);
    }

    void couldNotBegin(String why) {
        String first = gates.isEmpty() ? "" : gates.getFirst().name();
        tell(new GateResult(Verdict.COULD_NOT_RUN, first, why, taken));
    }

    private void run(int number) {
        if (number == gates.size()) {
            tell(new GateResult(Verdict.GREEN, "", "", taken));
            return;
        }
        Gate gate = gates.get(number);
        try {
            if (!start(number, gate)) {
                stop(gate, Verdict.NOT_ENDED, "The gates were ended before it.", "");
            }
        } catch (TownException e) {
            stop(gate, Verdict.COULD_NOT_RUN, String.valueOf(e.getMessage()), "");
        }
    }

    /// Starts a gate unless the run was ended. Its end, on another thread, waits for this lock, so
    /// that `running` is never an earlier gate.
    private synchronized boolean start(int number, Gate gate) {
        if (ended || stay == null) {
            return false;
        }
        Path script = stay.script("gate.sh", gate.command());
        Map<String, String> environment = new LinkedHashMap<>(stay.environment());
        environment.put("CI", "true");
        Command command =
                new Command(
                        List.of("/bin/sh", script.toString()),
                        tree,
                        environment,
                        gate.deadline(),
                        outputBytesMax,
                        stay.confinement(confinement));
        running = processes.start(command, exit -> after(number, gate, exit));
        return true;
    }

    private void after(int number, Gate gate, Exit exit) {
        synchronized (this) {
            taken = taken.plus(exit.duration());
        }
        if (exit.isSuccess()) {
            run(number + 1);
        } else {
            stop(gate, verdict(exit), why(gate, exit), exit.output());
        }
    }

    static Verdict verdict(Exit exit) {
        return switch (exit.how()) {
            case EXITED -> isNoCommand(exit.code()) ? Verdict.COULD_NOT_RUN : Verdict.RED;
            case LIMIT -> Verdict.RED;
            case NOT_STARTED -> Verdict.COULD_NOT_RUN;
            case DEADLINE, MACHINE, ENDED -> Verdict.NOT_ENDED;
        };
    }

    private static boolean isNoCommand(int code) {
        return code == NOT_EXECUTABLE || code == NOT_FOUND;
    }

    private static String why(Gate gate, Exit exit) {
        return switch (exit.how()) {
            case EXITED ->
                    isNoCommand(exit.code())
                            ? "Its command was not found or may not be run: exit code "
                                    + exit.code()
                            : "Exit code " + exit.code();
            case DEADLINE ->
                    "It did not end within " + gate.deadline().toSeconds() + " s and was ended.";
            case LIMIT, MACHINE -> ""; // The last line of its output says it.
            case ENDED -> "It was ended.";
            case NOT_STARTED -> "It was not started.";
        };
    }

    private void stop(Gate gate, Verdict verdict, String why, String output) {
        String log = output.isEmpty() || output.endsWith("\n") ? output : output + "\n";
        tell(new GateResult(verdict, gate.name(), (log + why).stripTrailing(), taken));
    }

    private void tell(GateResult result) {
        Surroundings.Stay left;
        synchronized (this) {
            left = stay;
        }
        if (left != null) {
            left.close();
        }
        onResult.accept(result);
    }
}
