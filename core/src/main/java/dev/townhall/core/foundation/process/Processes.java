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
/// [Running#end] is called, when its deadline passes, when it takes more than its confinement's
/// limits, and when the town itself dies in any way,
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

    /// Why `program` would not be started under `confinement` now, if so: also because the sandbox
    /// withholds the folder it lies in.
    default Optional<String> refusal(Confinement confinement, Path program) {
        return refusal(confinement);
    }

    /// Whether a child under `confinement` would really be in a sandbox.
    default boolean isSandboxed(Confinement confinement) {
        return false;
    }

    /// Starts `command` to talk with it, line by line: what it writes to its standard output comes
    /// to `listener`, and what is told to it becomes its standard input. Its standard error is kept
    /// apart: only that stands in [Exit#output]. `onExit` is called once, after the last line.
    Conversation converse(Command command, Lines lines, Listener listener, Consumer<Exit> onExit);

    /// The limits of a conversation.
    ///
    /// @param lineBytesMax a longer line of the child is skipped
    /// @param waitingBytesMax how much may wait for a child that does not read
    record Lines(int lineBytesMax, int waitingBytesMax) {
        public Lines {
            Check.that(
                    lineBytesMax > 0 && waitingBytesMax > 0,
                    "The limits of a conversation must be positive; found %s and %s.",
                    lineBytesMax,
                    waitingBytesMax);
        }
    }

    /// Hears a child's lines, in order, on one thread of the adapter. The child waits for it once
    /// its pipe is full. One that fails hears the next line all the same.
    interface Listener {
        /// A line, without its line feed; the bytes are the listener's.
        void line(byte[] line);

        /// A line of this length was skipped, because it is too long.
        void skipped(long bytes);

        /// The child will write no more line, though it may still run. Where it has a PID
        /// namespace of its own this comes no sooner than its end.
        void over();
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

    /// A started child that listens.
    interface Conversation extends Running {
        /// Tells the child a line, to which a line feed is added. Never waits. False when it cannot
        /// be told: its input is finished, it is gone, or too much waits for it already.
        boolean say(byte[] line);

        /// Ends the child's standard input after what was said. Idempotent.
        void finish();
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
        /// It took more than its [Limits]; what, says the last line of its output.
        LIMIT,
        /// The machine ran short, and it held the most though no more than it may; the last line of its
        /// output says of what. Nobody's fault.
        MACHINE,
        ENDED,
        NOT_STARTED
    }
}
