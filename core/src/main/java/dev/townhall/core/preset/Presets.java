package dev.townhall.core.preset;

import dev.townhall.core.foundation.check.TownException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kinds of agents a town knows, in a fixed order.
public final class Presets {
    private final Map<String, Preset> byName = new LinkedHashMap<>();

    /// A later preset replaces an earlier one of the same name, in its place.
    public Presets(Collection<Preset> presets) {
        presets.forEach(preset -> byName.put(preset.name(), preset));
    }

    public List<Preset> all() {
        return List.copyOf(byName.values());
    }

    public Optional<Preset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The preset, or NOT_FOUND with what there is.
    public Preset get(String name) {
        return find(name)
                .orElseThrow(() ->
                        TownException.notFound(
                                "There is no agent '%s'. Known are: %s. Add one as [agents.%s] in town.toml."
                                        .formatted(
                                                name, String.join(", ", byName.keySet()), name)));
    }
}
