package dev.townhall.core.worktree;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// What JGit may know of the machine: nothing. Without this it reads the configuration of the user
/// and the system and runs the filter commands found there, and starts the git program to find it.
final class IsolatedReader extends SystemReader.Delegate {
    private static final Duration COARSEST_STAMPS = Duration.ofSeconds(2);

    private IsolatedReader(SystemReader machine) {
        super(machine);
    }

    /// Cuts JGit off for this process. JGit keeps this setting in a static field, so it is made once,
    /// before the first repository is opened.
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof IsolatedReader)) {
            SystemReader.setInstance(new IsolatedReader(SystemReader.getInstance()));
        }
    }

    @Override
    public @Nullable String getenv(String variable) {
        return variable.startsWith("GIT_") || variable.equals("XDG_CONFIG_HOME")
                ? null
                : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    /// A configuration without a file.
    private static final class NoConfig extends FileBasedConfig {
        @SuppressWarnings(
                "NullAway") // JGit's own way to have no file; load and save are overridden
        NoConfig(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        /// JGit looks here for how finely the file system stamps its files; not told, it finds out
        /// with probe files, also in the folders of refs. The coarsest it may meet is always right.
        @Override
        public long getTimeUnit(
                String section,
                @Nullable String subsection,
                String name,
                long defaultValue,
                TimeUnit unit) {
            return section.equals("filesystem")
                    ? unit.convert(COARSEST_STAMPS)
                    : super.getTimeUnit(section, subsection, name, defaultValue, unit);
        }
    }
}
