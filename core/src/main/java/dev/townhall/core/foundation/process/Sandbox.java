package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The operating system's sandbox as it was found on this machine: bubblewrap on Linux, or none and
/// why. Found once, by starting it; immutable.
///
/// Inside: no capability, no new privilege, no further user namespace (bubblewrap 0.8 and later), a
/// limit of processes and of a file's size.
public final class Sandbox {
    /// How large one file may grow.
    static final long FILE_BYTES_MAX = 8L << 30;

    private static final int BLOCK_BYTES = 512;

    private final List<String> program;
    private final String version;
    private final String problem;
    private final SystemFolders system;
    private final ProcessGroups groups;

    Sandbox(List<String> program, String version, SystemFolders system, ProcessGroups groups) {
        this.program = List.copyOf(program);
        this.version = version;
        this.problem = "";
        this.system = system;
        this.groups = groups;
    }

    private Sandbox(String problem) {
        this.program = List.of();
        this.version = "";
        this.problem = problem;
        this.system = new SystemFolders(List.of(), List.of(), null);
        this.groups = ProcessGroups.none();
    }

    /// Looks for bubblewrap (`GT_BWRAP`, else `bwrap` on the PATH) and tries it.
    ///
    /// @param environment the town's own
    /// @param absent folders that no child may see, whatever else it sees: the town's
    public static Sandbox find(Map<String, String> environment, List<Path> absent) {
        return new SandboxProbe(environment, absent).found();
    }

    /// No sandbox.
    public static Sandbox none(String why) {
        return new Sandbox(why);
    }

    /// Why there is none, if so.
    public Optional<String> problem() {
        return program.isEmpty() ? Optional.of(problem) : Optional.empty();
    }

    /// For people: what there is, or why there is nothing.
    public String description() {
        return program.isEmpty() ? "no sandbox: " + problem : version;
    }

    /// Why a child under `confinement` would not be started, if so.
    public Optional<String> refusal(Confinement confinement) {
        if (!confinement.isWanted()) {
            return Optional.empty();
        }
        if (program.isEmpty()) {
            return confinement.need() == Need.REQUIRED
                    ? Optional.of(
                            "A sandbox is required and there is none: "
                                    + problem
                                    + " Install bubblewrap, or `gt rig set RIG --sandbox preferred`.")
                    : Optional.empty();
        }
        return Stream.concat(confinement.writable().stream(), confinement.readable().stream())
                .flatMap(path -> objection(path).stream())
                .findFirst();
    }

    /// Why `program` would not be started under `confinement`, if so.
    Optional<String> refusal(Confinement confinement, Path program) {
        Optional<String> refused = refusal(confinement);
        if (refused.isPresent() || !holds(confinement)) {
            return refused;
        }
        try {
            showing(confinement, program);
            return Optional.empty();
        } catch (TownException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// The confinement in which `program` is seen too.
    Confinement showing(Confinement confinement, Path program) {
        return new ProgramView(system, confinement).with(program);
    }

    /// Whether a child under `confinement` runs in the sandbox.
    boolean holds(Confinement confinement) {
        return confinement.isWanted() && !program.isEmpty();
    }

    /// A group that limits the processes of the next child, where the system lets us make one.
    @Nullable Path newGroup(Limits limits) {
        return groups.make(limits.processesRefused());
    }

    /// What happened in a group, for people; and the group's end.
    Optional<String> endGroup(Path group) {
        return groups.end(group);
    }

    /// What stands before a command line to run it in the sandbox.
    List<String> prefix(
            Confinement confinement,
            Path folder,
            Map<String, String> environment,
            @Nullable Path group) {
        List<String> line = new ArrayList<>();
        if (group != null) {
            line.addAll(ProcessGroups.joining(group));
        }
        line.addAll(program);
        if (confinement.network() == Confinement.Network.OFF) {
            line.add("--unshare-net");
        }
        line.addAll(system.mounts(confinement, environment));
        line.addAll(List.of("--chdir", folder.toString(), "--"));
        return line;
    }

    /// Whether it was bubblewrap that failed, before the command began. A command that pretends this
    /// was not started, which helps nobody.
    static boolean isItsOwn(Processes.Exit exit) {
        return exit.how() == Processes.How.EXITED
                && exit.code() == 1
                && exit.output().startsWith("bwrap: ");
    }

    /// Sets the limits from inside: there they count for this child alone. `-p` is the number of
    /// processes in some shells, `-u` in others; `$2` tells how many.
    static String limits() {
        return "ulimit -c 0; ulimit -f %d; ulimit -p \"$2\" || ulimit -u \"$2\""
                .formatted(FILE_BYTES_MAX / BLOCK_BYTES);
    }

    private Optional<String> objection(Path path) {
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            return Optional.of("%s cannot be shown in the sandbox: %s".formatted(path, e));
        }
        if (!Files.isReadable(real)) {
            return Optional.of("%s cannot be read.".formatted(path));
        }
        return system.hidden().stream()
                .filter(hidden -> hidden.startsWith(real))
                .findFirst()
                .map(hidden ->
                        "%s cannot be shown in the sandbox: %s lies in it, which no worker may see."
                                .formatted(path, hidden));
    }
}
