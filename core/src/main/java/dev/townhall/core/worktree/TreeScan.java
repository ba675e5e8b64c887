package dev.townhall.core.worktree;

import dev.townhall.core.worktree.StatIndex.Known;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Reads what a worker's tree holds: every tracked path and every untracked one that is not ignored.
/// Nothing is executed and no link is followed; new contents are put into the store. Nested
/// repositories are read as the folders they are.
///
/// @param files by raw path, fit for a git tree
/// @param hidden contents of nested git folders and of what else git cannot hold under its own name:
///     by a raw path that differs from the real one
/// @param hiddenRoots the real raw paths of those folders and files
/// @param folders every folder met, raw, outer ones first
/// @param obstacles raw paths of what is neither file, link nor folder
/// @param oversized raw paths of files too large to keep
record TreeScan(
        NavigableMap<String, Known> files,
        NavigableMap<String, Known> hidden,
        List<String> hiddenRoots,
        NavigableSet<String> folders,
        List<String> obstacles,
        List<String> oversized) {
    static final long FILE_BYTES_MAX = 1L << 30;

    NavigableMap<String, Leaf> leaves() {
        NavigableMap<String, Leaf> leaves = new TreeMap<>();
        files.forEach((path, known) -> leaves.put(path, known.leaf()));
        return leaves;
    }

    /// @param tracked paths looked at even when they are ignored
    /// @param moment the file system's time when the scan begins
    static TreeScan of(
            Path tree,
            NavigableMap<String, Leaf> tracked,
            StatIndex index,
            Ignores ignores,
            Stat moment,
            ObjectInserter inserter)
            throws IOException {
        Scanner scanner = new Scanner(tracked, index, moment, inserter);
        scanner.walk(tree, ignores);
        return scanner.result();
    }

    private record Folder(
            String path, Path place, Ignores ignores, boolean ignored, boolean hidden) {}

    private static final class Scanner {
        private static final String HIDDEN_SUFFIX = ".kept";

        private final NavigableMap<String, Leaf> tracked;
        private final StatIndex index;
        private final Stat moment;
        private final ObjectInserter inserter;
        private final NavigableMap<String, Known> files = new TreeMap<>();
        private final NavigableMap<String, Known> hidden = new TreeMap<>();
        private final List<String> hiddenRoots = new ArrayList<>();
        private final NavigableSet<String> folders = new TreeSet<>();
        private final List<String> obstacles = new ArrayList<>();
        private final List<String> oversized = new ArrayList<>();
        private final Deque<Folder> open = new ArrayDeque<>();

        Scanner(
                NavigableMap<String, Leaf> tracked,
                StatIndex index,
                Stat moment,
                ObjectInserter inserter) {
            this.tracked = tracked;
            this.index = index;
            this.moment = moment;
            this.inserter = inserter;
        }

        TreeScan result() {
            return new TreeScan(files, hidden, hiddenRoots, folders, obstacles, oversized);
        }

        void walk(Path tree, Ignores ignores) throws IOException {
            open.push(new Folder("", tree, ignores.inside("", tree), false, false));
            while (!open.isEmpty()) {
                Folder folder = open.pop();
                for (Path entry : entries(folder.place())) {
                    visit(folder, entry);
                }
            }
        }

        private static List<Path> entries(Path folder) throws IOException {
            List<Path> entries = new ArrayList<>();
            try {
                list(folder, entries);
            } catch (AccessDeniedException e) {
                Disk.open(folder);
                list(folder, entries);
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Gone since its folder was listed.
            }
            return entries;
        }

        private static void list(Path folder, List<Path> entries) throws IOException {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(entries::add);
            }
        }

        private void visit(Folder folder, Path place) throws IOException {
            String name = RawNames.of(place);
            boolean unfit = !RawNames.isSafe(name);
            if (unfit && folder.path().isEmpty() && name.equals(Constants.DOT_GIT)) {
                if (Disk.isFolder(place)) {
                    return;
                }
            }
            boolean isHidden = folder.hidden() || unfit;
            if (unfit && !folder.hidden()) {
                hiddenRoots.add(folder.path() + name);
            }
            String path = folder.path() + (unfit ? name + HIDDEN_SUFFIX : name);
            Stat stat;
            try {
                stat = stat(folder.place(), place);
            } catch (NoSuchFileException e) {
                return;
            }
            if (stat.isFile() && stat.bytes() > FILE_BYTES_MAX) {
                if (!isHidden && isWanted(folder, path)) {
                    oversized.add(path);
                }
            } else if (stat.isFolder()) {
                enter(folder, path, place, isHidden);
            } else if (stat.isFile() || stat.isLink()) {
                if (isHidden || isWanted(folder, path)) {
                    (isHidden ? hidden : files).put(path, known(path, place, stat));
                }
            } else {
                if (!isHidden) {
                    obstacles.add(path);
                }
            }
        }

        private static Stat stat(Path folder, Path place) throws IOException {
            try {
                return Stat.of(place);
            } catch (AccessDeniedException e) {
                Disk.open(folder);
                return Stat.of(place);
            }
        }

        private void enter(Folder folder, String path, Path place, boolean isHidden)
                throws IOException {
            Leaf here = tracked.get(path);
            if (!isHidden && here != null && here.mode() == Leaf.NESTED) {
                files.put(path, new Known(here, Stat.UNKNOWN));
                return;
            }
            String inside = path + "/";
            boolean ignored =
                    here == null
                            && !isHidden
                            && (folder.ignored() || folder.ignores().leaveOut(path, true));
            if (ignored && !holdsTracked(inside)) {
                return;
            }
            if (!isHidden) {
                folders.add(path);
            }
            open.push(
                    new Folder(
                            inside,
                            place,
                            isHidden ? folder.ignores() : folder.ignores().inside(inside, place),
                            ignored,
                            isHidden));
        }

        private boolean isWanted(Folder folder, String path) {
            return tracked.containsKey(path)
                    || holdsTracked(path + "/")
                    || !(folder.ignored() || folder.ignores().leaveOut(path, false));
        }

        private boolean holdsTracked(String folder) {
            String next = tracked.ceilingKey(folder);
            return next != null && next.startsWith(folder);
        }

        private Known known(String path, Path place, Stat stat) throws IOException {
            Known before = index.files().get(path);
            if (before != null && before.isCurrent(stat) && sameMode(before.leaf(), stat)) {
                return before;
            }
            if (stat.isLink()) {
                byte[] target = RawNames.bytes(RawNames.ofLink(Files.readSymbolicLink(place)));
                ObjectId id = inserter.insert(Constants.OBJ_BLOB, target);
                return new Known(new Leaf(Leaf.LINK, id), stat).settledAt(moment);
            }
            ObjectId id = insert(place, stat.bytes());
            Stat after = Stat.of(place);
            if (!after.isSameAs(stat)) {
                id = insert(place, after.bytes());
            }
            Leaf leaf = new Leaf(stat.isExecutable() ? Leaf.EXECUTABLE : Leaf.FILE, id);
            return new Known(leaf, after).settledAt(moment);
        }

        private static boolean sameMode(Leaf leaf, Stat stat) {
            return leaf.isFile()
                    ? (leaf.mode() == Leaf.EXECUTABLE) == stat.isExecutable()
                    : leaf.mode() == Leaf.LINK && stat.isLink();
        }

        private ObjectId insert(Path file, long bytes) throws IOException {
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return inserter.insert(Constants.OBJ_BLOB, bytes, in);
            } catch (AccessDeniedException e) {
                Disk.makeReadable(file);
                try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    return inserter.insert(Constants.OBJ_BLOB, bytes, in);
                }
            }
        }
    }
}
