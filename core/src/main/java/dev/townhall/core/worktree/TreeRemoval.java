package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.eclipse.jgit.lib.Constants;

/// Removes a worker's tree for good. The ref by which the town knows the tree goes last: a removal
/// that was cut off is found by it and done again.
final class TreeRemoval {
    private final Store store;
    private final RigFolders folders;
    private final String name;

    TreeRemoval(Store store, RigFolders folders, Actor worker) {
        this.store = store;
        this.folders = folders;
        this.name = folders.worker(worker);
    }

    void remove() throws IOException {
        Path discarded = folders.making(name + ".removed");
        Disk.deleteAll(discarded);
        if (Disk.exists(folders.tree(name))) {
            Files.createDirectories(Disk.parent(discarded));
            Files.move(folders.tree(name), discarded, StandardCopyOption.ATOMIC_MOVE);
            Disk.deleteAll(discarded);
        }
        for (Path left :
                List.of(
                        folders.index(name),
                        folders.branch(name),
                        folders.aside(name),
                        folders.making(name + ".writing"))) {
            Disk.deleteAll(left);
        }
        for (String prefix : List.of(Constants.R_HEADS, Rescues.PREFIX, AgentTree.REFS)) {
            for (Store.Named ref : store.refs(prefix + name)) {
                if (isOwn(ref.name().substring(prefix.length()))) {
                    store.delete(ref.name());
                }
            }
        }
    }

    /// Another worker's name may begin with this one's.
    private boolean isOwn(String ref) {
        return ref.equals(name) || ref.startsWith(name + "/");
    }
}
