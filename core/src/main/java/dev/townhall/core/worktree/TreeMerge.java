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

    /// What stands beside the markers around the two sides of a conflict.
    record Labels(String ours, String theirs) {}

    /// @param tree the merged tree; where there are conflicts it holds our side, or both between
    ///     markers where labels were given and it is text
    /// @param conflicts raw paths, @param marked those of them that hold markers
    record Result(ObjectId tree, NavigableSet<String> conflicts, NavigableSet<String> marked) {
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
        return merge(base, ours, theirs, null);
    }

    /// As [#merge(ObjectId, ObjectId, ObjectId)], with markers in what conflicts.
    Result mergeMarked(ObjectId base, ObjectId ours, ObjectId theirs, Labels labels)
            throws IOException {
        return merge(base, ours, theirs, labels);
    }

    private Result merge(ObjectId base, ObjectId ours, ObjectId theirs, @Nullable Labels labels)
            throws IOException {
        Run run = new Run(labels);
        Leaf merged = run.entry("", folder(base), folder(ours), folder(theirs));
        return new Result(merged == null ? Trees.EMPTY : merged.id(), run.conflicts, run.marked);
    }

    private static Leaf folder(ObjectId tree) {
        return new Leaf(Leaf.FOLDER, tree);
    }

    private final class Run {
        private final @Nullable Labels labels;
        private final NavigableSet<String> conflicts = new TreeSet<>();
        private final NavigableSet<String> marked = new TreeSet<>();

        Run(@Nullable Labels labels) {
            this.labels = labels;
        }

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
            return base == null
                            && ours != null
                            && theirs != null
                            && ours.isFile()
                            && theirs.isFile()
                    ? new Leaf(ours.mode(), marked(path, null, ours.id(), theirs.id()))
                    : ours;
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
            ObjectId merged = lines(base.id(), ours.id(), theirs.id(), null);
            if (merged == null) {
                conflicts.add(path);
                return new Leaf(mode, marked(path, base.id(), ours.id(), theirs.id()));
            }
            return new Leaf(mode, merged);
        }

        /// Both sides between markers where that was asked for and they are text, else ours.
        private ObjectId marked(
                String path, @Nullable ObjectId base, ObjectId ours, ObjectId theirs)
                throws IOException {
            ObjectId both = labels == null ? null : lines(base, ours, theirs, labels);
            if (both == null) {
                return ours;
            }
            marked.add(path);
            return both;
        }

        /// Nothing for what is not text, and for conflicts unless they are to be marked.
        private @Nullable ObjectId lines(
                @Nullable ObjectId base, ObjectId ours, ObjectId theirs, @Nullable Labels marks)
                throws IOException {
            try {
                MergeResult<RawText> result =
                        algorithm.merge(
                                RawTextComparator.DEFAULT,
                                base == null ? RawText.EMPTY_TEXT : text(base),
                                text(ours),
                                text(theirs));
                if (result.containsConflicts() && marks == null) {
                    return null;
                }
                ByteArrayOutputStream merged = new ByteArrayOutputStream();
                new MergeFormatter()
                        .formatMerge(
                                merged,
                                result,
                                "",
                                marks == null ? "" : marks.ours(),
                                marks == null ? "" : marks.theirs(),
                                StandardCharsets.UTF_8);
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
