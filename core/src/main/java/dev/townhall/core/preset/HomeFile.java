package dev.townhall.core.preset;

import dev.townhall.core.foundation.check.Check;
import java.nio.file.Path;

/// A settings file of an agent's private HOME. `{folder}` in its text is the session's worktree,
/// written as the inside of a JSON text.
///
/// @param path relative to the HOME
public record HomeFile(String path, String text) {
    private static final String FOLDER = "{folder}";

    public HomeFile {
        Path given = Path.of(path);
        Check.that(
                !path.isBlank()
                        && !given.isAbsolute()
                        && given.equals(given.normalize())
                        && !given.startsWith("..")
                        && !path.endsWith("/"),
                "A settings file lies inside the HOME, such as .qwen/settings.json; found '%s'.",
                path);
    }

    /// Without its text, which may be an account's secret.
    @Override
    public String toString() {
        return "HomeFile[" + path + "]";
    }

    public String textFor(Path folder) {
        String quoted = folder.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return text.replace(FOLDER, quoted);
    }
}
