package dev.townhall.core.agent;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which kind of agent does which work. The most particular word counts:
///
/// ```
///   usual < role < rig < worker < label of the bead < what somebody asked for (--agent)
/// ```
///
/// A label `agent:NAME` names an agent itself; other labels do when the settings say so. Of several
/// labels the first one of the bead counts.
///
/// @param usual the agent of all that nothing else is said of; empty: none, and work without
///     commands waits
public record AgentChoice(
        Optional<String> usual,
        Map<AgentRole, String> roles,
        Map<RigName, String> rigs,
        Map<Actor, String> workers,
        Map<String, String> labels) {
    /// No agent at all, unless somebody asks for one.
    public static final AgentChoice NONE =
            new AgentChoice(Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of());

    private static final String LABEL = "agent:";

    public AgentChoice {
        roles = ordered(roles);
        rigs = ordered(rigs);
        workers = ordered(workers);
        labels = ordered(labels);
    }

    /// What an agent is wanted for.
    ///
    /// @param labels of the bead, in its order
    /// @param asked what somebody named with `--agent`
    public record Need(
            AgentRole role,
            Optional<RigName> rig,
            Optional<Actor> worker,
            List<String> labels,
            Optional<String> asked) {
        public Need {
            labels = List.copyOf(labels);
        }

        /// A role's need, with nothing particular about it.
        public static Need of(AgentRole role, Optional<RigName> rig) {
            return new Need(role, rig, Optional.empty(), List.of(), Optional.empty());
        }
    }

    /// The name of an agent's preset, and which setting chose it, for people.
    public record Chosen(String preset, String because) {}

    /// The agent for `need`; empty when nothing names one.
    public Optional<Chosen> choose(Need need) {
        return need.asked()
                .map(name -> new Chosen(name, "it was asked for"))
                .or(() -> byLabel(need.labels()))
                .or(() -> need.worker().flatMap(worker -> by("workers", workers, worker)))
                .or(() -> need.rig().flatMap(rig -> by("rigs", rigs, rig)))
                .or(() -> by("roles", roles, need.role()))
                .or(() -> usual.map(name -> new Chosen(name, "agents.default")));
    }

    /// As this, but for `rig` the agent that was set for it, if one was.
    public AgentChoice withRig(RigName rig, Optional<String> preset) {
        if (preset.isEmpty()) {
            return this;
        }
        Map<RigName, String> all = new LinkedHashMap<>(rigs);
        all.put(rig, preset.get());
        return new AgentChoice(usual, roles, all, workers, labels);
    }

    private Optional<Chosen> byLabel(List<String> found) {
        for (String label : found) {
            if (label.startsWith(LABEL) && label.length() > LABEL.length()) {
                return Optional.of(new Chosen(label.substring(LABEL.length()), "label " + label));
            }
            String name = labels.get(label);
            if (name != null) {
                return Optional.of(new Chosen(name, "agents.labels." + label));
            }
        }
        return Optional.empty();
    }

    private static <K> Optional<Chosen> by(String section, Map<K, String> settings, K key) {
        String word = key instanceof AgentRole role ? role.word() : key.toString();
        return Optional.ofNullable(settings.get(key))
                .map(name -> new Chosen(name, "agents." + section + "." + word));
    }

    private static <K> Map<K, String> ordered(Map<K, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
