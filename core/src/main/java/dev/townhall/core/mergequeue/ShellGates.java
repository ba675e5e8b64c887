package dev.townhall.core.mergequeue;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.rig.Gate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs gates as commands of `sh` in the tree, each with its own deadline, under the same
/// surroundings as a worker's commands, and `CI=true`. Thread-safe.
///
/// | a gate… | verdict |
/// |---|---|
/// | exits 0 | the next one; GREEN after the last |
/// | exits 126 or 127: its command is missing or may not be run | COULD_NOT_RUN |
/// | exits otherwise, or by a signal | RED |
/// | takes more than its limits | RED |
/// | is not started | COULD_NOT_RUN |
/// | passes its deadline, or is ended, also because the machine ran short | NOT_ENDED |
public final class ShellGates implements GateRunner {
    private final Processes processes;
    private final Surroundings surroundings;
    private final int outputBytesMax;

    /// @param outputBytesMax how much of the end of a gate's output is kept
    public ShellGates(Processes processes, Surroundings surroundings, int outputBytesMax) {
        this.processes = processes;
        this.surroundings = surroundings;
        this.outputBytesMax = outputBytesMax;
    }

    @Override
    public Optional<String> refusal(Confinement confinement) {
        return processes.refusal(confinement);
    }

    @Override
    public Job start(
            Path tree, List<Gate> gates, Confinement confinement, Consumer<GateResult> onResult) {
        GateRun run = new GateRun(processes, tree, gates, confinement, outputBytesMax, onResult);
        Thread.ofVirtual().name("gates " + tree.getFileName()).start(() -> begin(run, tree));
        return run;
    }

    private void begin(GateRun run, Path tree) {
        try {
            run.begin(surroundings.enter(home(tree)));
        } catch (TownException e) {
            run.couldNotBegin(String.valueOf(e.getMessage()));
        }
    }

    /// The name of the surroundings of gates in `tree`. One home per tree: a rig's gates find their
    /// caches again.
    public static String home(Path tree) {
        try {
            byte[] path = tree.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(path);
            return "gates~" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
