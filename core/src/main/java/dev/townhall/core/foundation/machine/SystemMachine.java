package dev.townhall.core.foundation.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// This machine. Its free memory is only known on Linux: elsewhere what a system calls free leaves
/// out what it would give up at once.
public final class SystemMachine implements Machine {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE =
            Pattern.compile("(?m)^MemAvailable:\\s+([0-9]{1,15}) kB$");

    @Override
    public Load load() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        int processors = Math.max(1, system.getAvailableProcessors());
        double average = system.getSystemLoadAverage();
        return new Load(
                average < 0 ? OptionalDouble.empty() : OptionalDouble.of(average / processors),
                memoryFree());
    }

    private static OptionalLong memoryFree() {
        try {
            return available(Files.readString(MEMORY));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong available(String memory) {
        Matcher found = AVAILABLE.matcher(memory);
        return found.find()
                ? OptionalLong.of(Long.parseLong(found.group(1)) * 1024)
                : OptionalLong.empty();
    }
}
