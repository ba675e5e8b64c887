package dev.townhall.core.runtime;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.preset.HomeFile;
import dev.townhall.core.preset.HomeFiles;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the program of an agent's session finds around itself: a HOME kept for its agent with its
/// settings in it, its variables, and the town's programs first on its PATH.
public final class Lodging implements AutoCloseable {
    private final Surroundings.Stay stay;
    private final Map<String, String> environment;
    private final Confinement confinement;

    private Lodging(
            Surroundings.Stay stay, Map<String, String> environment, Confinement confinement) {
        this.stay = stay;
        this.environment = Collections.unmodifiableMap(environment);
        this.confinement = confinement;
    }

    /// What all sessions of one kind of agent under one account are given.
    ///
    /// @param environment may hold keys
    /// @param homeFiles settings of its private home, written anew for each session
    /// @param home which of its agent's homes it has, so that no account finds what another one left;
    ///     empty for the usual one
    /// @param secrets what it must not be heard saying, besides what stands in variables named like a
    ///     secret
    public record Means(
            Map<String, String> environment,
            List<HomeFile> homeFiles,
            String home,
            List<String> secrets) {
        public Means {
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            homeFiles = List.copyOf(homeFiles);
            secrets = List.copyOf(secrets);
        }

        /// With the usual home and no further secrets.
        public Means(Map<String, String> environment, List<HomeFile> homeFiles) {
            this(environment, homeFiles, "", List.of());
        }

        @Override
        public String toString() {
            return "Means[environment %s, home %s]".formatted(environment.keySet(), home);
        }
    }

    /// Makes it; whoever does closes it. Fails with why it cannot be made, and leaves nothing then.
    public static Lodging enter(Surroundings surroundings, Means means, SessionStart start) {
        Surroundings.Stay stay =
                start.beginning() instanceof Beginning.Recalled(String _, Actor whose)
                        ? surroundings.enterCopy(home(start, means), named(whose.text(), means))
                        : surroundings.enter(home(start, means));
        try {
            return furnished(stay, means, start);
        } catch (TownException e) {
            stay.close();
            throw e;
        }
    }

    private static Lodging furnished(Surroundings.Stay stay, Means means, SessionStart start) {
        Map<String, String> environment = new LinkedHashMap<>(stay.environment());
        environment.putAll(means.environment());
        environment.putAll(start.environment());
        environment.putAll(start.facts());
        environment.put("HOME", stay.environment().getOrDefault("HOME", ""));
        environment.put("TMPDIR", stay.environment().getOrDefault("TMPDIR", ""));
        Confinement confinement = stay.confinement(start.confinement());
        for (McpServer server : start.tools()) {
            if (server.programs().isPresent()) {
                McpServer.Programs programs = server.programs().get();
                environment.merge(
                        "PATH", programs.folder().toString(), (old, own) -> own + ":" + old);
                environment.put(
                        programs.variable(), stay.secret("door", programs.secret()).toString());
                confinement = confinement.alsoReadable(programs.folder());
            }
        }
        HomeFiles.write(
                Path.of(environment.getOrDefault("HOME", "")), means.homeFiles(), start.folder());
        return new Lodging(stay, environment, confinement);
    }

    /// The mayor has a home for each conversation, and so has a past session that is asked: what
    /// is kept of one is nobody's in another.
    private static String home(SessionStart start, Means means) {
        String agent = start.agent().text();
        boolean shared = start.agent().equals(Actor.MAYOR) || start.agent().isSeance();
        return named(shared ? agent + "~" + start.bead() : agent, means);
    }

    /// The home of an agent under the account that pays here.
    private static String named(String agent, Means means) {
        String name = agent.replace('/', '~');
        return means.home().isEmpty() ? name : name + "@" + means.home();
    }

    /// Writes a file that only this session can read, gone with it.
    public Path secret(String name, String text) {
        return stay.secret(name, text);
    }

    /// All variables of the session's program.
    public Map<String, String> environment() {
        return environment;
    }

    /// What it may reach.
    public Confinement confinement() {
        return confinement;
    }

    /// Ends what still runs here and removes what was for this session only. Idempotent.
    @Override
    public void close() {
        stay.close();
    }
}
