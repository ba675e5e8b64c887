package dev.townhall.server.command;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Limits;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What each of a rig's sessions and gates may take of the machine, on the command line.
final class LimitOptions {
    private static final String NONE = "none";
    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?) ?(M|MB|G|GB|T|TB)");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,7}");

    @Option(
            names = "--memory",
            paramLabel = "SIZE|none",
            description = "What a session or gate may take of the memory, such as 4GB.")
    private @Nullable String memory;

    @Option(
            names = "--processes",
            paramLabel = "N|none",
            description = "How many processes and threads it may have.")
    private @Nullable String processes;

    @Option(
            names = "--disk",
            paramLabel = "SIZE|none",
            description = "What it may write below its folder, HOME and TMPDIR, such as 50GB.")
    private @Nullable String disk;

    boolean isAny() {
        return memory != null || processes != null || disk != null;
    }

    /// `before` with what was given; empty stays empty when nothing was.
    Optional<Limits> changed(Optional<Limits> before) {
        if (!isAny()) {
            return before;
        }
        Limits old = before.orElse(Limits.DEFAULT);
        return Optional.of(
                new Limits(
                        memory == null ? old.memoryBytes() : size("--memory", memory),
                        processes == null ? old.processes() : count(processes),
                        disk == null ? old.diskBytes() : size("--disk", disk)));
    }

    private static long size(String option, String text) {
        if (text.equals(NONE)) {
            return 0;
        }
        Matcher found = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!found.matches()) {
            throw TownException.badInput(
                    "%s is a size such as 512MB, 4GB or 1.5TB, or none; found '%s'."
                            .formatted(option, text));
        }
        int shift =
                switch (found.group(2).charAt(0)) {
                    case 'M' -> 20;
                    case 'G' -> 30;
                    default -> 40;
                };
        long bytes =
                new BigDecimal(found.group(1))
                        .multiply(BigDecimal.valueOf(1L << shift))
                        .longValue();
        return refusingZero(option, text, bytes);
    }

    private static int count(String text) {
        if (text.equals(NONE)) {
            return 0;
        }
        if (!COUNT.matcher(text).matches()) {
            throw TownException.badInput(
                    "--processes is a number such as 500, or none; found '%s'.".formatted(text));
        }
        return (int) refusingZero("--processes", text, Integer.parseInt(text));
    }

    /// 0 would be no limit, which is hardly what it says.
    private static long refusingZero(String option, String text, long value) {
        if (value == 0) {
            throw TownException.badInput(
                    "%s %s would let nothing run. For no limit say `%s none`."
                            .formatted(option, text, option));
        }
        return value;
    }
}
