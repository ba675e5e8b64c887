package dev.townhall.core.preset;

import dev.townhall.core.foundation.check.Check;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// All the town knows of one kind of coding agent. Data, not code: shipped with the town, and
/// overridden or added to by `[agents.<name>]` in `town.toml`.
///
/// @param title what people call it
/// @param acp how it speaks the Agent Client Protocol, if it does
/// @param headless how one run per turn is made, if it can be
/// @param environment what it is always given
/// @param home settings files of its private HOME; never written into a worktree
/// @param instructions the file in a repository that it reads by itself, such as `AGENTS.md`
/// @param rateLimited patterns of error texts that mean: rest this account
/// @param notes what is peculiar, for people
public record Preset(
        String name,
        String title,
        Installation installation,
        Optional<AcpMode> acp,
        Optional<Headless> headless,
        Map<String, String> environment,
        Keys keys,
        List<HomeFile> home,
        String instructions,
        Permissions permissions,
        List<String> rateLimited,
        List<String> notes) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

    public Preset {
        Check.that(
                NAME.matcher(name).matches(),
                "An agent's name is 1 to 40 of a-z, 0-9, - and _, starting with a letter; found '%s'.",
                name);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        home = List.copyOf(home);
        rateLimited = List.copyOf(rateLimited);
        notes = List.copyOf(notes);
    }

    /// What a session of it gets, taken from the environment `around`: the preset's own variables,
    /// its keys, and what it is passed besides.
    public Map<String, String> environmentFrom(Map<String, String> around) {
        Map<String, String> given = environmentWithoutKeys(around);
        keys.names().forEach(name -> copy(name, around, given));
        return given;
    }

    /// The same without its keys: somebody else pays than the one whose key stands in `around`.
    public Map<String, String> environmentWithoutKeys(Map<String, String> around) {
        Map<String, String> given = new LinkedHashMap<>(environment);
        keys.passedOn().forEach(name -> copy(name, around, given));
        return given;
    }

    /// As this, with what an account gives its sessions; it goes before what is passed on.
    public Preset paidBy(Map<String, String> variables, List<HomeFile> files) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(variables);
        List<HomeFile> allFiles = new ArrayList<>(home);
        allFiles.addAll(files);
        return new Preset(
                name,
                title,
                installation,
                acp,
                headless,
                all,
                keys.without(variables.keySet()),
                allFiles,
                instructions,
                permissions,
                rateLimited,
                notes);
    }

    /// Whether an agent that said this has met its provider's limit.
    public boolean isRateLimited(String said) {
        return rateLimited.stream()
                .anyMatch(pattern -> Pattern.compile(pattern).matcher(said).find());
    }

    /// The file the town looks for to know whether it is there: that of its ACP mode, else that of
    /// its headless runs; empty while none is known.
    public Optional<String> program() {
        return acp.map(AcpMode::command).or(() -> headless.map(Headless::command));
    }

    private static void copy(String name, Map<String, String> from, Map<String, String> to) {
        String value = from.getOrDefault(name, "");
        if (!value.isEmpty()) {
            to.put(name, value);
        }
    }
}
