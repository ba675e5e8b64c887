package dev.townhall.core.worktree;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.errors.BinaryBlobException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;
import org.jspecify.annotations.Nullable;

/// Three-way merge of git trees, in memory. It enters only folders that both sides changed, so its
/// cost follows the change and not the repository. No attributes and no merge drivers apply.
///
/// Per name: a side that is as in the base yields to the other; two equal sides agree; folders are
/// merged by name; files changed on both sides are merged by line, their executable bit apart. All
/// else is a conflict: a change against a deletion, binary files, links, a file against a folder.
final class TreeMerge {
    /// Files above this are taken as binary.
    private static final int TEXT_BYTES_MAX = 20_000_000;

    private final ObjectReader reader;
    private final ObjectInserter inserter;
    private final MergeAlgorithm algorithm =
            new MergeAlgorithm(
                    DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM));

    /// @param tree the merged tree; of no meaning when there are conflicts
    /// @param conflicts raw paths
    record Result(ObjectId tree, NavigableSet<String> conflicts) {
        boolean isClean() {
            return conflicts.isEmpty();
        }
    }

    /// `reader` sees what `inserter` has inserted.
    TreeMerge(ObjectReader reader, ObjectInserter inserter) {
        this.reader = reader;
        this.inserter = inserter;
    }

    Result merge(ObjectId base, ObjectId ours, ObjectId theirs) throws IOException {
        Run run = new Run();
        Leaf merged = run.entry("", folder(base), folder(ours), folder(theirs));
        return new Result(merged == null ? Trees.EMPTY : merged.id(), run.conflicts);
    }

    private static Leaf folder(ObjectId tree) {
        return new Leaf(Leaf.FOLDER, tree);
    }

    private final class Run {
        private final NavigableSet<String> conflicts = new TreeSet<>();

        @Nullable Leaf entry(
                String path, @Nullable Leaf base, @Nullable Leaf ours, @Nullable Leaf theirs)
                throws IOException {
            if (same(ours, theirs) || same(base, theirs)) {
                return ours;
            }
            if (same(base, ours)) {
                return theirs;
            }
            if (isFolderOrNothing(ours) && isFolderOrNothing(theirs)) {
                return folders(path, base, ours, theirs);
            }
            if (base != null && ours != null && theirs != null) {
                if (base.isFile() && ours.isFile() && theirs.isFile()) {
                    return files(path, base, ours, theirs);
                }
            }
            conflicts.add(path);
            return ours;
        }

        private @Nullable Leaf folders(
                String path, @Nullable Leaf base, @Nullable Leaf ours, @Nullable Leaf theirs)
                throws IOException {
            NavigableMap<String, Leaf> b = read(base);
            NavigableMap<String, Leaf> o = read(ours);
            NavigableMap<String, Leaf> t = read(theirs);
            NavigableSet<String> names = new TreeSet<>(o.navigableKeySet());
            names.addAll(b.navigableKeySet());
            names.addAll(t.navigableKeySet());
            NavigableMap<String, Leaf> merged = new TreeMap<>();
            for (String name : names) {
                String inside = path.isEmpty() ? name : path + "/" + name;
                Leaf leaf = entry(inside, b.get(name), o.get(name), t.get(name));
                if (leaf != null) {
                    merged.put(name, leaf);
                }
            }
            if (merged.isEmpty() && !path.isEmpty()) {
                return null;
            }
            return merged.equals(o) && ours != null
                    ? ours
                    : folder(Trees.writeFolder(inserter, merged));
        }

        private NavigableMap<String, Leaf> read(@Nullable Leaf leaf) throws IOException {
            return leaf != null && leaf.isFolder()
                    ? Trees.read(reader, leaf.id())
                    : new TreeMap<>();
        }

        private Leaf files(String path, Leaf base, Leaf ours, Leaf theirs) throws IOException {
            int mode = ours.mode() == base.mode() ? theirs.mode() : ours.mode();
            if (ours.id().equals(theirs.id()) || base.id().equals(theirs.id())) {
                return new Leaf(mode, ours.id());
            }
            if (base.id().equals(ours.id())) {
                return new Leaf(mode, theirs.id());
            }
            ObjectId merged = lines(base.id(), ours.id(), theirs.id());
            if (merged == null) {
                conflicts.add(path);
                return ours;
            }
            return new Leaf(mode, merged);
        }

        private @Nullable ObjectId lines(ObjectId base, ObjectId ours, ObjectId theirs)
                throws IOException {
            try {
                MergeResult<RawText> result =
                        algorithm.merge(
                                RawTextComparator.DEFAULT, text(base), text(ours), text(theirs));
                if (result.containsConflicts()) {
                    return null;
                }
                ByteArrayOutputStream merged = new ByteArrayOutputStream();
                new MergeFormatter()
                        .formatMerge(merged, result, "", "", "", StandardCharsets.UTF_8);
                return inserter.insert(Constants.OBJ_BLOB, merged.toByteArray());
            } catch (BinaryBlobException e) {
                return null;
            }
        }

        private RawText text(ObjectId blob) throws IOException, BinaryBlobException {
            return RawText.load(reader.open(blob, Constants.OBJ_BLOB), TEXT_BYTES_MAX);
        }
    }

    private static boolean same(@Nullable Leaf a, @Nullable Leaf b) {
        return a == null ? b == null : a.equals(b);
    }

    private static boolean isFolderOrNothing(@Nullable Leaf leaf) {
        return leaf == null || leaf.isFolder();
    }
}
