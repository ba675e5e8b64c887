package dev.townhall.core.simulation.git;

import dev.townhall.core.bead.RigName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All repositories of the simulated world: remotes by address, and the stores of the rigs.
public final class Hosting {
    private final Objects objects = new Objects();
    private final Map<String, Remote> remotes = new LinkedHashMap<>();
    private final Map<RigName, Store> stores = new LinkedHashMap<>();

    public Remote create(String address, Instant at) {
        Remote remote = new Remote(objects, at);
        remotes.put(address, remote);
        return remote;
    }

    public Objects objects() {
        return objects;
    }

    Optional<Remote> remote(String address) {
        return Optional.ofNullable(remotes.get(address));
    }

    Store clone(RigName rig, Remote remote) {
        return stores.computeIfAbsent(rig, name -> new Store(objects, remote, name));
    }

    public Optional<Store> store(RigName rig) {
        return Optional.ofNullable(stores.get(rig));
    }

    void remove(RigName rig) {
        stores.remove(rig);
    }

    /// The tree in `folder`, whosever it is.
    public WorkTree tree(Path folder) {
        return stores.values().stream()
                .flatMap(store -> store.tree(folder).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No tree in " + folder));
    }

    public List<Store> stores() {
        return List.copyOf(stores.values());
    }
}
