package dev.townhall.core.runtime.acp;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.preset.HomeFile;
import dev.townhall.core.runtime.Lodging;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How an agent is started: a preset as data.
///
/// @param name of the preset, in messages
/// @param program a path, or a name looked up on the environment's PATH
/// @param environment what the agent gets besides what every session gets; may hold keys
/// @param homeFiles settings of its private home, written anew at every start
/// @param home which of its agent's homes it has, so that no account finds what another one left;
///     empty for the usual one
/// @param secrets what it must not be heard saying, besides what stands in variables named like a
///     secret
/// @param settings what is set before the first turn, by the setting's id, such as `mode`
public record AcpCommand(
        String name,
        String program,
        List<String> arguments,
        Map<String, String> environment,
        List<HomeFile> homeFiles,
        Map<String, String> settings,
        String home,
        List<String> secrets) {
    public AcpCommand {
        Check.that(!name.isBlank() && !program.isBlank(), "A preset needs a name and a program.");
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        homeFiles = List.copyOf(homeFiles);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        secrets = List.copyOf(secrets);
    }

    /// With the usual home and no further secrets.
    public AcpCommand(
            String name,
            String program,
            List<String> arguments,
            Map<String, String> environment,
            List<HomeFile> homeFiles,
            Map<String, String> settings) {
        this(name, program, arguments, environment, homeFiles, settings, "", List.of());
    }

    public AcpCommand(String name, String program, List<String> arguments) {
        this(name, program, arguments, Map.of(), List.of(), Map.of());
    }

    public AcpCommand withEnvironment(Map<String, String> added) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(added);
        return new AcpCommand(name, program, arguments, all, homeFiles, settings, home, secrets);
    }

    public AcpCommand withHomeFile(String path, String text) {
        List<HomeFile> all = new ArrayList<>(homeFiles);
        all.add(new HomeFile(path, text));
        return new AcpCommand(name, program, arguments, environment, all, settings, home, secrets);
    }

    public AcpCommand withSetting(String id, String value) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put(id, value);
        return new AcpCommand(name, program, arguments, environment, homeFiles, all, home, secrets);
    }

    /// What its sessions find around themselves.
    Lodging.Means means() {
        return new Lodging.Means(environment, homeFiles, home, secrets);
    }

    @Override
    public String toString() {
        return "AcpCommand[%s: %s %s, environment %s]"
                .formatted(name, program, arguments, environment.keySet());
    }
}
