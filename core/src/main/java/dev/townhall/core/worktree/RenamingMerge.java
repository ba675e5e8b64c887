package dev.townhall.core.worktree;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// A [TreeMerge] that, when a file is changed on one side and gone on the other, looks whether it was
/// renamed there, and if so merges the change into the file under its new name.
final class RenamingMerge {
    private static final int RENAMES_LOOKED_AT_MAX = 500;

    private final Store store;
    private final ObjectReader reader;
    private final ObjectInserter inserter;
    private final TreeMerge merge;

    RenamingMerge(Store store, ObjectReader reader, ObjectInserter inserter) {
        this.store = store;
        this.reader = reader;
        this.inserter = inserter;
        this.merge = new TreeMerge(reader, inserter);
    }

    TreeMerge.Result merge(ObjectId base, ObjectId ours, ObjectId theirs) throws IOException {
        TreeMerge.Result plain = merge.merge(base, ours, theirs);
        if (plain.isClean()) {
            return plain;
        }
        ObjectId movedBase = base;
        ObjectId movedOurs = ours;
        ObjectId movedTheirs = theirs;
        NavigableMap<String, String> ourRenames = new TreeMap<>();
        NavigableMap<String, String> theirRenames = new TreeMap<>();
        for (String path : plain.conflicts()) {
            if (Trees.find(reader, base, path) == null) {
                continue;
            }
            boolean inOurs = Trees.find(reader, ours, path) != null;
            boolean inTheirs = Trees.find(reader, theirs, path) != null;
            if (inOurs && !inTheirs) {
                if (theirRenames.isEmpty()) {
                    theirRenames.putAll(renames(base, theirs));
                }
                String to = target(theirRenames, path, ours);
                if (to != null) {
                    movedBase = Trees.move(reader, inserter, movedBase, path, to);
                    movedOurs = Trees.move(reader, inserter, movedOurs, path, to);
                }
            } else if (inTheirs && !inOurs) {
                if (ourRenames.isEmpty()) {
                    ourRenames.putAll(renames(base, ours));
                }
                String to = target(ourRenames, path, theirs);
                if (to != null) {
                    movedBase = Trees.move(reader, inserter, movedBase, path, to);
                    movedTheirs = Trees.move(reader, inserter, movedTheirs, path, to);
                }
            }
        }
        if (movedBase.equals(base)) {
            return plain;
        }
        TreeMerge.Result renamed = merge.merge(movedBase, movedOurs, movedTheirs);
        return renamed.isClean() ? renamed : plain;
    }

    /// Where `path` went, unless the side that still has it holds something else there.
    private @Nullable String target(
            NavigableMap<String, String> renames, String path, ObjectId otherSide)
            throws IOException {
        String to = renames.get(path);
        return to == null || Trees.find(reader, otherSide, to) != null ? null : to;
    }

    private NavigableMap<String, String> renames(ObjectId from, ObjectId to) throws IOException {
        NavigableMap<String, String> renames = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(from);
            walk.addTree(to);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            List<DiffEntry> changes = DiffEntry.scan(walk);
            RenameDetector detector = new RenameDetector(store.repository());
            detector.setRenameLimit(RENAMES_LOOKED_AT_MAX);
            detector.addAll(changes);
            for (DiffEntry entry : compute(detector)) {
                if (entry.getChangeType() == DiffEntry.ChangeType.RENAME) {
                    renames.put(
                            RawNames.ofText(entry.getOldPath()),
                            RawNames.ofText(entry.getNewPath()));
                }
            }
        }
        return renames;
    }

    private List<DiffEntry> compute(RenameDetector detector) throws IOException {
        try {
            return detector.compute(reader, NullProgressMonitor.INSTANCE);
        } catch (CanceledException e) {
            throw new IOException(e);
        }
    }
}
