package dev.townhall.core.preset;

import dev.townhall.core.foundation.check.Check;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How one run of an agent's program carries out one turn.
///
/// Of the arguments, `{prompt}` is replaced by the turn's text, `{session}` by the session's id,
/// an argument that is just `{unattended}` by all of `unattended`, or by nothing, and so one that is
/// just `{tools}` by the arguments of `tools`.
///
/// @param first the arguments of a session's first turn; with `{session}` the town chooses the id
/// @param again those of a later turn; empty: the program cannot go on with a session
/// @param unattended what lets it act without asking; given only inside a sandbox
/// @param unattendedEnvironment the same by variables
/// @param usage where its JSON tells what it used
/// @param tools how it is given tool servers, if it can be
/// @param verified what was run and seen, with version and day; empty when it was only read of
public record Headless(
        String command,
        List<String> first,
        List<String> again,
        List<String> unattended,
        Map<String, String> unattendedEnvironment,
        Output output,
        Metering usage,
        Optional<ToolsFile> tools,
        String verified) {
    private static final String PROMPT = "{prompt}";
    private static final String SESSION = "{session}";
    private static final String TOOLS = "{tools}";
    private static final String FILE = "{file}";
    private static final String UNATTENDED = "{unattended}";

    /// A file that names a tool server, and the arguments that name the file.
    ///
    /// @param arguments with `{file}` for its path
    /// @param text with `{url}` for the server's address and `{authorization}` for the header of that
    ///     name
    public record ToolsFile(List<String> arguments, String text) {
        public ToolsFile {
            arguments = List.copyOf(arguments);
        }

        /// What stands in it.
        public String textFor(String url, String authorization) {
            return text.replace("{url}", url).replace("{authorization}", authorization);
        }
    }

    /// What it prints.
    public enum Output {
        /// Text for people.
        TEXT,
        /// One JSON object at the end.
        JSON,
        /// One JSON object a line, while it works.
        STREAM_JSON;

        /// The word for it in settings: `stream-json`.
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Headless {
        Check.that(!command.isBlank(), "An agent's command cannot be empty.");
        first = List.copyOf(first);
        again = List.copyOf(again);
        unattended = List.copyOf(unattended);
        unattendedEnvironment =
                Collections.unmodifiableMap(new LinkedHashMap<>(unattendedEnvironment));
        Check.that(
                holds(first, PROMPT),
                "The arguments of %s must say where {prompt} goes; found %s.",
                command,
                first);
        Check.that(
                again.isEmpty() || (holds(again, PROMPT) && holds(again, SESSION)),
                "The arguments with which %s goes on must say where {prompt} and {session} go; found %s.",
                command,
                again);
    }

    /// The same for a session whose tools file is `file`; empty for one without.
    public Headless withTools(Optional<String> file) {
        return new Headless(
                command,
                told(first, file),
                told(again, file),
                unattended,
                unattendedEnvironment,
                output,
                usage,
                tools,
                verified);
    }

    private List<String> told(List<String> arguments, Optional<String> file) {
        List<String> told = new ArrayList<>();
        for (String argument : arguments) {
            if (!argument.equals(TOOLS)) {
                told.add(argument);
            } else if (file.isPresent()) {
                tools.stream()
                        .flatMap(it -> it.arguments().stream())
                        .map(it -> it.replace(FILE, file.get()))
                        .forEach(told::add);
            }
        }
        return told;
    }

    /// Whether the town chooses a session's id; else the program says it.
    public boolean choosesSession() {
        return holds(first, SESSION);
    }

    public boolean canGoOn() {
        return !again.isEmpty();
    }

    /// The whole command of a session's first turn.
    public List<String> first(String prompt, Optional<String> session, Attended attended) {
        return filled(first, prompt, session.orElse(""), attended);
    }

    /// The whole command of a later turn.
    public List<String> again(String prompt, String session, Attended attended) {
        Check.that(canGoOn(), "%s cannot go on with a session.", command);
        return filled(again, prompt, session, attended);
    }

    /// What it is given besides the preset's own variables.
    public Map<String, String> environment(Attended attended) {
        return attended == Attended.NO ? unattendedEnvironment : Map.of();
    }

    /// Whether the agent keeps to its own rules, or may do everything because a sandbox holds it.
    public enum Attended {
        YES,
        NO
    }

    private List<String> filled(
            List<String> arguments, String prompt, String session, Attended attended) {
        List<String> filled = new ArrayList<>();
        filled.add(command);
        for (String argument : arguments) {
            if (argument.equals(UNATTENDED)) {
                filled.addAll(attended == Attended.NO ? unattended : List.of());
            } else if (argument.contains(PROMPT)) {
                filled.add(argument.replace(PROMPT, prompt));
            } else {
                filled.add(argument.replace(SESSION, session));
            }
        }
        return List.copyOf(filled);
    }

    private static boolean holds(List<String> arguments, String placeholder) {
        return arguments.stream().anyMatch(argument -> argument.contains(placeholder));
    }
}
