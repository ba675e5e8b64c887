package dev.townhall.core.foundation.machine;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The machine the town runs on: a port. Thread-safe.
public interface Machine {
    /// A machine that tells nothing of itself.
    Machine SILENT = () -> new Load(OptionalDouble.empty(), OptionalLong.empty());

    /// How busy it is now.
    Load load();

    /// How busy a machine is. What a machine does not tell is empty.
    ///
    /// @param average tasks that ran or wanted to run in the last minute, per processor
    /// @param memoryFree bytes that programs can still have without swapping
    record Load(OptionalDouble average, OptionalLong memoryFree) {
        public Load {
            average = checked(average);
        }

        private static OptionalDouble checked(OptionalDouble average) {
            return average.isPresent() && !(average.getAsDouble() >= 0)
                    ? OptionalDouble.empty()
                    : average;
        }

        public static Load of(double average, long memoryFree) {
            return new Load(OptionalDouble.of(average), OptionalLong.of(memoryFree));
        }

        /// `load 2.5 per processor, 812 MB free`, of what is known.
        public Optional<String> sentence() {
            StringBuilder said = new StringBuilder();
            average.ifPresent(value ->
                    said.append(String.format(Locale.ROOT, "load %.1f per processor", value)));
            memoryFree.ifPresent(bytes ->
                    said.append(said.isEmpty() ? "" : ", ")
                            .append(bytes / (1024 * 1024))
                            .append(" MB free"));
            return said.isEmpty() ? Optional.empty() : Optional.of(said.toString());
        }
    }
}
