package dev.townhall.core.foundation.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Child processes as a port. Thread-safe.
///
/// A child is started from an argument list (never a shell string) with exactly the environment
/// given. It and all its descendants end when it exits, when [Running#end] is called, when its
/// deadline passes, and when the town itself dies in any way, `kill -9` included.
public interface Processes {
    /// Starts `command`; `onExit` is called once, on a thread of the adapter.
    Running start(Command command, Consumer<Exit> onExit);

    /// Runs `command` to its end on the calling thread.
    Exit run(Command command);

    /// What to run.
    ///
    /// @param outputBytesMax how much of the end of standard output and error (merged) is kept
    record Command(
            List<String> arguments,
            Path folder,
            Map<String, String> environment,
            Duration deadline,
            int outputBytesMax) {
        public Command {
            arguments = List.copyOf(arguments);
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
    /// @param output the last `outputBytesMax` bytes it wrote, as UTF-8 with bad bytes replaced
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
