package dev.townhall.core.worktree;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// Git's tree objects, read and written.
final class Trees {
    /// The tree without entries.
    static final ObjectId EMPTY = Constants.EMPTY_TREE_ID;

    private Trees() {}

    /// One folder's entries by raw name, in the order of names.
    static NavigableMap<String, Leaf> read(ObjectReader reader, ObjectId tree) throws IOException {
        NavigableMap<String, Leaf> entries = new TreeMap<>();
        if (tree.equals(EMPTY)) {
            return entries;
        }
        CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
        byte[] name = new byte[64];
        for (; !parser.eof(); parser.next()) {
            int length = parser.getNameLength();
            if (length > name.length) {
                name = new byte[length * 2];
            }
            parser.getName(name, 0);
            entries.put(
                    RawNames.ofBytes(name, 0, length),
                    new Leaf(parser.getEntryRawMode(), parser.getEntryObjectId()));
        }
        return entries;
    }

    /// Writes one folder's entries; folders in it exist already.
    static ObjectId writeFolder(ObjectInserter inserter, NavigableMap<String, Leaf> entries)
            throws IOException {
        NavigableMap<String, Map.Entry<String, Leaf>> inGitOrder = new TreeMap<>();
        for (Map.Entry<String, Leaf> entry : entries.entrySet()) {
            boolean folder = entry.getValue().isFolder();
            inGitOrder.put(folder ? entry.getKey() + "/" : entry.getKey(), entry);
        }
        TreeFormatter formatter = new TreeFormatter();
        for (Map.Entry<String, Leaf> entry : inGitOrder.values()) {
            Leaf leaf = entry.getValue();
            formatter.append(
                    RawNames.bytes(entry.getKey()), FileMode.fromBits(leaf.mode()), leaf.id());
        }
        return inserter.insert(formatter);
    }

    /// Writes the tree of `files` (raw path to what stands there) with all its folders.
    static ObjectId write(ObjectInserter inserter, NavigableMap<String, Leaf> files)
            throws IOException {
        NavigableMap<String, Leaf> entries = new TreeMap<>();
        String path = files.isEmpty() ? null : files.firstKey();
        while (path != null) {
            int slash = path.indexOf('/');
            if (slash < 0) {
                entries.put(path, files.getOrDefault(path, new Leaf(0, EMPTY)));
                path = files.higherKey(path);
                continue;
            }
            String name = path.substring(0, slash);
            NavigableMap<String, Leaf> inside = new TreeMap<>();
            NavigableMap<String, Leaf> below =
                    files.subMap(name + "/", true, name + "0", false); // '0' follows '/'
            below.forEach((full, leaf) -> inside.put(full.substring(slash + 1), leaf));
            entries.put(name, new Leaf(Leaf.FOLDER, write(inserter, inside)));
            path = files.ceilingKey(name + "0");
        }
        return writeFolder(inserter, entries);
    }

    /// `tree` with the file at raw path `from` standing at `to` instead.
    static ObjectId move(
            ObjectReader reader, ObjectInserter inserter, ObjectId tree, String from, String to)
            throws IOException {
        Leaf moved = find(reader, tree, from);
        ObjectId without = put(reader, inserter, tree, from, null);
        return put(reader, inserter, without, to, moved);
    }

    /// What stands at the raw path, if anything does.
    static @Nullable Leaf find(ObjectReader reader, ObjectId tree, String path) throws IOException {
        int slash = path.indexOf('/');
        Leaf entry = read(reader, tree).get(slash < 0 ? path : path.substring(0, slash));
        if (slash < 0 || entry == null) {
            return entry;
        }
        return entry.isFolder() ? find(reader, entry.id(), path.substring(slash + 1)) : null;
    }

    private static ObjectId put(
            ObjectReader reader,
            ObjectInserter inserter,
            ObjectId tree,
            String path,
            @Nullable Leaf leaf)
            throws IOException {
        NavigableMap<String, Leaf> entries = read(reader, tree);
        int slash = path.indexOf('/');
        if (slash < 0) {
            set(entries, path, leaf);
        } else {
            String name = path.substring(0, slash);
            Leaf folder = entries.get(name);
            ObjectId inside = folder != null && folder.isFolder() ? folder.id() : EMPTY;
            ObjectId changed = put(reader, inserter, inside, path.substring(slash + 1), leaf);
            set(entries, name, changed.equals(EMPTY) ? null : new Leaf(Leaf.FOLDER, changed));
        }
        return writeFolder(inserter, entries);
    }

    private static void set(NavigableMap<String, Leaf> entries, String name, @Nullable Leaf leaf) {
        if (leaf == null) {
            entries.remove(name);
        } else {
            entries.put(name, leaf);
        }
    }
}
