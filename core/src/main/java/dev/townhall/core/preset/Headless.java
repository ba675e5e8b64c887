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
/// and an argument that is just `{unattended}` by all of `unattended`, or by nothing.
///
/// @param first the arguments of a session's first turn; with `{session}` the town chooses the id
/// @param again those of a later turn; empty: the program cannot go on with a session
/// @param unattended what lets it act without asking; given only inside a sandbox
/// @param unattendedEnvironment the same by variables
/// @param usage where its JSON tells what it used
/// @param verified what was run and seen, with version and day; empty when it was only read of
public record Headless(
        String command,
        List<String> first,
        List<String> again,
        List<String> unattended,
        Map<String, String> unattendedEnvironment,
        Output output,
        Metering usage,
        String verified) {
    private static final String PROMPT = "{prompt}";
    private static final String SESSION = "{session}";
    private static final String UNATTENDED = "{unattended}";

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
