package dev.townhall.core.runtime;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a scripted agent does with one turn. Files are a path in the tree and its new content.
public sealed interface Scene {
    /// Changes files and ends the turn well.
    record Works(Duration takes, Map<String, String> files, String output) implements Scene {
        public Works {
            files = copy(files);
        }
    }

    /// Changes files, then fails.
    record Fails(Duration takes, Map<String, String> files, int exitCode, String output)
            implements Scene {
        public Fails {
            files = copy(files);
        }
    }

    /// Changes files and is no more: no end of the turn is told, only the session's.
    record Crashes(Duration after, Map<String, String> files, String detail) implements Scene {
        public Crashes {
            files = copy(files);
        }

        public Crashes(Duration after, Map<String, String> files) {
            this(after, files, "The scripted agent crashed.");
        }
    }

    /// Does nothing until its deadline, or until it is cancelled or closed.
    record Hangs() implements Scene {}

    /// Does nothing, and neither deadline nor cancel reach it: only closing ends it.
    record HangsForGood() implements Scene {}

    /// Says it is done and has changed nothing.
    record LiesDone(Duration takes, String claim) implements Scene {}

    /// Ends the turn with an error that the agent reports, mostly its model's.
    record Errs(Duration takes, int code, String message) implements Scene {}

    /// Prints `bytes` of output, changes files and ends the turn well.
    record Floods(Duration takes, long bytes, Map<String, String> files) implements Scene {
        public Floods {
            files = copy(files);
        }
    }

    /// Asks for permission and goes on with one scene or the other.
    record Asks(String tool, Scene allowed, Scene denied) implements Scene {}

    /// Does something of its own, such as calling the town, and goes on.
    record Acts(Runnable act, Scene then) implements Scene {}

    /// Tells how full its context is, and goes on.
    record Fills(long usedTokens, long sizeTokens, Scene then) implements Scene {}

    /// Tells what its model read and wrote, and goes on.
    record Uses(long inputTokens, long outputTokens, Scene then) implements Scene {}

    /// Says something after a while, and goes on.
    record Says(Duration after, String text, Scene then) implements Scene {}

    /// As `scene`; but once the session is closed, what it then tells comes `late`.
    record EndsLate(Duration late, Scene scene) implements Scene {}

    private static Map<String, String> copy(Map<String, String> files) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
