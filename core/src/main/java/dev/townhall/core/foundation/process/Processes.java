package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.check.Check;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Child processes as a port. Thread-safe.
///
/// A child is started from an argument list (never a shell string) with exactly the environment
/// given and an empty standard input. It and all its descendants end when it exits, when
/// [Running#end] is called, when its deadline passes, and when the town itself dies in any way,
/// `kill -9` included.
public interface Processes {
    /// Starts `command`; `onOutput` gets what it prints, piece by piece and in order, and then
    /// `onExit` is called once, all on threads of the adapter. `onOutput` must be quick: the child
    /// waits for it once its pipe is full.
    Running start(Command command, Consumer<String> onOutput, Consumer<Exit> onExit);

    /// Starts `command`; `onExit` is called once, on a thread of the adapter.
    default Running start(Command command, Consumer<Exit> onExit) {
        return start(command, _ -> {}, onExit);
    }

    /// Runs `command` to its end on the calling thread. An interrupt ends the child; the result is
    /// then [How#ENDED] and the thread stays interrupted.
    Exit run(Command command);

    /// Why no child would be started under `confinement` now, if so. Here: there is no sandbox.
    default Optional<String> refusal(Confinement confinement) {
        return Sandbox.none("these processes know none.").refusal(confinement);
    }

    /// What to run.
    ///
    /// @param arguments the program (a path, or a name looked up on the environment's PATH), then
    ///     what it is given
    /// @param outputBytesMax how much of the end of standard output and error (merged) is kept
    /// @param confinement what it may reach
    record Command(
            List<String> arguments,
            Path folder,
            Map<String, String> environment,
            Duration deadline,
            int outputBytesMax,
            Confinement confinement) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        public Command {
            arguments = List.copyOf(arguments);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            Check.that(
                    !arguments.isEmpty() && !arguments.getFirst().isEmpty(),
                    "A command needs a program; found none.");
            for (String argument : arguments) {
                Check.that(argument.indexOf('\0') < 0, "An argument cannot hold a NUL character.");
            }
            environment.forEach((name, value) -> {
                Check.that(
                        NAME.matcher(name).matches(),
                        "An environment variable is named like GT_BEAD; found '%s'.",
                        name);
                Check.that(
                        value.indexOf('\0') < 0,
                        "The environment variable %s cannot hold a NUL character.",
                        name);
            });
            Check.that(deadline.isPositive(), "A deadline must be positive; found %s.", deadline);
            Check.that(
                    outputBytesMax >= 0,
                    "How much output is kept cannot be negative; found %s.",
                    outputBytesMax);
        }

        /// A command that may reach whatever the town can.
        public Command(
                List<String> arguments,
                Path folder,
                Map<String, String> environment,
                Duration deadline,
                int outputBytesMax) {
            this(arguments, folder, environment, deadline, outputBytesMax, Confinement.NONE);
        }
    }

    /// A started child.
    interface Running {
        /// Ends the child and its descendants at once. Idempotent; `onExit` still comes.
        void end();

        boolean isAlive();
    }

    /// How a child ended.
    ///
    /// @param code its exit code, 128 + n when signal n ended it, -1 when it was never started
    /// @param output the last `outputBytesMax` bytes it wrote, as UTF-8 with bad bytes replaced; why
    ///     it was not started, if so
    /// @param outputBytes how many bytes it wrote in all
    record Exit(How how, int code, String output, long outputBytes, Duration duration) {
        public boolean isSuccess() {
            return how == How.EXITED && code == 0;
        }
    }

    /// Why a child is no more.
    enum How {
        EXITED,
        DEADLINE,
        ENDED,
        NOT_STARTED
    }
}
