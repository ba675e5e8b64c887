package dev.townhall.core.foundation.process;

import java.util.Optional;

/// That a child took more than it may, or held the most when the machine ran short.
///
/// @param fault whose want it was
/// @param tried as the end of "It tried to …"; one of a few
/// @param note why it was ended, for people
record Excess(Fault fault, String tried, String note) {
    enum Fault {
        /// It met a limit of its own.
        OWN,
        /// It kept its limits, but the machine had no more.
        MACHINE
    }

    private static final String PROCESSES = "start more processes than it may";
    private static final String MEMORY = "take more memory than it may";
    private static final String DISK = "write more to the disk than it may";

    static Excess processes(int found, int allowed) {
        return new Excess(
                Fault.OWN,
                PROCESSES,
                "It was ended: it had %d processes and threads, and may have %d (`gt rig set RIG --processes`)."
                        .formatted(found, allowed));
    }

    static Excess memory(long found, long allowed) {
        return new Excess(
                Fault.OWN,
                MEMORY,
                "It was ended: it took %s of memory, and may take %s (`gt rig set RIG --memory`)."
                        .formatted(Limits.words(found), Limits.words(allowed)));
    }

    static Excess disk(long found, long allowed) {
        return new Excess(
                Fault.OWN,
                DISK,
                "It was ended: it wrote %s to the disk, and may write %s (`gt rig set RIG --disk`). What it wrote is still there."
                        .formatted(Limits.words(found), Limits.words(allowed)));
    }

    static Excess machineMemory(long found, long left) {
        return new Excess(
                Fault.MACHINE,
                "take the last of the machine's memory",
                "It was ended: the machine had only %s of memory left, and it held the most (%s)."
                        .formatted(Limits.words(left), Limits.words(found)));
    }

    static Excess machineDisk(long found, long left) {
        return new Excess(
                Fault.MACHINE,
                "fill the disk",
                "It was ended: the disk had only %s left, and it had written the most (%s). What it wrote is still there."
                        .formatted(Limits.words(left), Limits.words(found)));
    }

    /// Of a limit that the system itself held.
    static Excess refused(String note) {
        return new Excess(Fault.OWN, PROCESSES, note);
    }

    /// How `gt rig set` gives more of what was tried, if that was over a limit.
    static Optional<String> option(String tried) {
        return switch (tried) {
            case PROCESSES -> Optional.of("--processes COUNT");
            case MEMORY -> Optional.of("--memory SIZE");
            case DISK -> Optional.of("--disk SIZE");
            default -> Optional.empty();
        };
    }

    Processes.How how() {
        return switch (fault) {
            case OWN -> Processes.How.LIMIT;
            case MACHINE -> Processes.How.MACHINE;
        };
    }
}
