package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// The git directory inside a worker's tree. The town writes it whole when it prepares the tree;
/// after that it belongs to the agent, and the town reads a few files of it as plain data: no
/// configuration, no hook, no link, no program.
final class AgentGit {
    private static final int REF_BYTES_MAX = 1_000;
    private static final int CONFIG_BYTES_MAX = 1_000_000;
    private static final int PACKED_REFS_BYTES_MAX = 20_000_000;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

    private final Path folder;

    AgentGit(Path tree) {
        this.folder = tree.resolve(Constants.DOT_GIT);
    }

    Path folder() {
        return folder;
    }

    /// Whether there is a git directory to read at all, rather than a file or a link.
    boolean isReadable() {
        return Disk.isFolder(folder);
    }

    /// Where to look for the worker's own list of files to ignore.
    Path exclude() {
        Path info = folder.resolve("info");
        return isReadable() && Disk.isFolder(info) ? info.resolve("exclude") : folder.resolve("-");
    }

    /// The worker's settings, to look at; empty when they are no plain file or too long.
    String config() throws IOException {
        return text("config", CONFIG_BYTES_MAX);
    }

    /// Where the worker's git looks for objects besides its own.
    String alternates() throws IOException {
        return text("objects/info/alternates", REF_BYTES_MAX * 10);
    }

    /// The commit the worker stands on.
    Optional<ObjectId> head() throws IOException {
        return resolve(Constants.HEAD, 5);
    }

    Optional<ObjectId> branch(String branch) throws IOException {
        return resolve(Constants.R_HEADS + branch, 5);
    }

    private Optional<ObjectId> resolve(String ref, int hops) throws IOException {
        if (!isReadable() || hops == 0 || ref.contains("..")) {
            return Optional.empty();
        }
        String text = text(ref, REF_BYTES_MAX).strip();
        if (text.startsWith("ref: ")) {
            return resolve(text.substring(5).strip(), hops - 1);
        }
        return ID.matcher(text).matches()
                ? Optional.of(ObjectId.fromString(text))
                : text(Constants.PACKED_REFS, PACKED_REFS_BYTES_MAX)
                        .lines()
                        .filter(l -> l.length() > 41 && l.substring(41).equals(ref))
                        .map(l -> l.substring(0, 40))
                        .filter(id -> ID.matcher(id).matches())
                        .findFirst()
                        .map(ObjectId::fromString);
    }

    /// A file of the git directory as text; empty when it is missing, too long or no plain file.
    private String text(String name, int bytesMax) throws IOException {
        Path file = folder;
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || !Disk.isFolder(file)) {
                return "";
            }
            file = RawNames.resolve(file, RawNames.ofText(part));
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            return bytes.length > bytesMax ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /// Makes a fresh git directory in `making` for a tree that stands on `commit`.
    ///
    /// @param branch empty for a detached HEAD
    static void make(
            Path making, Store store, Actor worker, String branch, ObjectId commit, StatIndex index)
            throws IOException {
        Disk.deleteAll(making);
        Files.createDirectories(making.resolve("refs/heads"));
        Files.createDirectories(making.resolve("objects/pack"));
        write(making, "objects/info/alternates", store.objects() + "\n");
        write(making, "config", config(worker));
        write(making, "packed-refs", packedRefs(store, branch, commit));
        write(
                making,
                Constants.HEAD,
                branch.isEmpty()
                        ? commit.name() + "\n"
                        : "ref: " + Constants.R_HEADS + branch + "\n");
        Optional<byte[]> shallow = store.shallow();
        if (shallow.isPresent()) {
            Files.write(making.resolve("shallow"), shallow.get());
        }
        Files.write(making.resolve("index"), index.content());
    }

    private static String config(Actor worker) {
        Config config = new Config();
        config.setString("core", null, "repositoryformatversion", "0");
        config.setString("core", null, "filemode", "true");
        config.setString("core", null, "bare", "false");
        config.setString("core", null, "logallrefupdates", "true");
        config.setString("gc", null, "auto", "0");
        config.setString("user", null, "name", worker.shortName());
        config.setString("user", null, "email", Signatures.email(worker));
        return config.toText();
    }

    /// The worker's branch and, to look at, the remote's branches and tags.
    private static String packedRefs(Store store, String branch, ObjectId commit)
            throws IOException {
        StringBuilder text = new StringBuilder("# pack-refs with: sorted\n");
        if (!branch.isEmpty()) {
            text.append(commit.name())
                    .append(' ')
                    .append(Constants.R_HEADS)
                    .append(branch)
                    .append('\n');
        }
        for (String prefix : new String[] {Store.REMOTE_BRANCHES, Constants.R_TAGS}) {
            for (Store.Named ref : store.refs(prefix)) {
                text.append(ref.id().name()).append(' ').append(ref.name()).append('\n');
            }
        }
        return text.toString();
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Disk.parent(file));
        Files.writeString(file, text);
    }

    /// Puts the git directory made at `making` into the tree, in place of whatever is there.
    void replaceBy(Path making, Path discarded) throws IOException {
        Disk.deleteAll(discarded);
        if (Disk.exists(folder)) {
            Files.move(folder, discarded, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
        Disk.deleteAll(discarded);
    }
}
