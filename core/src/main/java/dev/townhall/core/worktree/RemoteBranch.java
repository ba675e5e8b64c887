package dev.townhall.core.worktree;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.worktree.RigRepository.Push;
import dev.townhall.core.worktree.RigRepository.Pushed;
import dev.townhall.core.worktree.RigRepository.Refused;
import dev.townhall.core.worktree.RigRepository.TargetMoved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The remote's side of a rig: its branches as last fetched, and pushes to the target. Never forces.
final class RemoteBranch {
    private static final Logger log = LoggerFactory.getLogger(RemoteBranch.class);

    static final Duration TRANSFER_WITHIN = Duration.ofMinutes(10);

    /// How old what was last fetched may be when work begins, and how long that work waits for newer.
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final Duration FRESHEN_WITHIN = Duration.ofSeconds(20);
    private static final Duration CHECK_WITHIN = Duration.ofMinutes(10);
    private static final int REASON_CHARACTERS_MAX = 2_000;
    private static final int PROBLEMS_MAX = 20;
    private static final int PACKS_MAX = 50;

    /// Objects in one of the 256 folders of loose ones: about 7,000 in all.
    private static final int LOOSE_FOLDER_MAX = 27;

    private final Store store;
    private final GitProgram git;
    private final Time time;
    private final ReentrantLock freshening = new ReentrantLock();

    /// When the remote was last asked, if it was since the town's start.
    private volatile Optional<Duration> asked = Optional.empty();

    /// What the last repack left loose in the folder looked at: objects that no ref leads to.
    private volatile long looseLeft;

    RemoteBranch(Store store, GitProgram git, Time time) {
        this.store = store;
        this.git = git;
        this.time = time;
    }

    ObjectId fetch() throws IOException {
        fetch(git, store);
        asked = Optional.of(time.elapsed());
        packIfScattered(PACKS_MAX, LOOSE_FOLDER_MAX);
        return store.targetHead();
    }

    /// The target's head for work that begins now. A remote in a folder of this machine is looked at
    /// each time; another is asked when it was not for a while. One that does not answer stops no
    /// work: it begins on what was last fetched.
    ObjectId freshHead() throws IOException {
        freshening.lock();
        try {
            if (isStale()) {
                asked = Optional.of(time.elapsed());
                fetch(git, store, FRESHEN_WITHIN);
            }
        } catch (TownException e) {
            log.atWarn()
                    .addKeyValue("store", store.folder())
                    .addKeyValue("error", e.getMessage())
                    .log("Work begins on what was last fetched");
        } finally {
            freshening.unlock();
        }
        return store.targetHead();
    }

    private boolean isStale() throws IOException {
        Optional<Path> folder = Remotes.folder(store.remote());
        if (folder.isEmpty()) {
            return asked.isEmpty() || asked.get().plus(FRESH).compareTo(time.elapsed()) <= 0;
        }
        Processes.Exit head =
                git.inside(
                        folder.get(),
                        FRESHEN_WITHIN,
                        List.of("rev-parse", "--verify", "refs/heads/" + store.target()));
        return head.isSuccess() && !head.output().strip().equals(store.targetHead().name());
    }

    /// Gathers the store's objects in one pack when there are many packs or loose objects. Unlike
    /// git's own housekeeping it deletes no object: trees of workers borrow even those that no ref
    /// leads to.
    void packIfScattered(int packsMax, int looseFolderMax) throws IOException {
        Path loose = store.objects().resolve("17");
        boolean scattered =
                files(store.objects().resolve("pack"), ".pack") > packsMax
                        || files(loose, "") > looseLeft + looseFolderMax;
        if (!scattered) {
            return;
        }
        Processes.Exit exit =
                git.inStore(
                        store.folder(), TRANSFER_WITHIN, List.of("repack", "-a", "-d", "-k", "-q"));
        looseLeft = files(loose, "");
        if (!exit.isSuccess()) {
            log.atWarn()
                    .addKeyValue("store", store.folder())
                    .addKeyValue("error", GitProgram.reason(exit))
                    .log("The store could not be repacked");
        }
    }

    private static long files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).count();
        }
    }

    static void fetch(GitProgram git, Store store) {
        fetch(git, store, TRANSFER_WITHIN);
    }

    private static void fetch(GitProgram git, Store store, Duration deadline) {
        Processes.Exit exit =
                git.inStore(
                        store.folder(),
                        deadline,
                        List.of(
                                "fetch",
                                "--quiet",
                                "--prune",
                                "--update-shallow",
                                "--no-recurse-submodules",
                                "origin"));
        if (!exit.isSuccess()) {
            String reason = Remotes.shown(GitProgram.reason(exit));
            throw TownException.unavailable(
                    "Fetching from %s failed: %s.".formatted(Remotes.shown(store.remote()), reason),
                    new IOException(reason));
        }
    }

    /// Moves the target from `expected` to `commit` on the remote. A push that was done already, for
    /// example before a crash, is found to be done.
    Push push(ObjectId expected, ObjectId commit) throws IOException {
        String target = store.target();
        if (!store.contains(commit, expected)) {
            return new Refused(
                    "%s does not build on %s: the town only fast-forwards %s"
                            .formatted(shortName(commit), shortName(expected), target));
        }
        Optional<Checkout> checkout = Checkout.of(git, store);
        if (checkout.isPresent()) {
            return move(checkout.get(), expected, commit);
        }
        String ref = "refs/heads/" + target;
        Processes.Exit exit =
                git.inStore(
                        store.folder(),
                        TRANSFER_WITHIN,
                        List.of(
                                "push",
                                "--porcelain",
                                "--no-verify",
                                "--no-follow-tags",
                                "--force-with-lease=" + ref + ":" + expected.name(),
                                "origin",
                                commit.name() + ":" + ref));
        if (exit.isSuccess()) {
            store.move(Store.REMOTE_BRANCHES + target, commit);
            return new Pushed();
        }
        return afterFailure(expected, commit, exit);
    }

    private Push move(Checkout checkout, ObjectId expected, ObjectId commit) throws IOException {
        ObjectId before = fetch();
        if (store.contains(before, commit)) {
            return new Pushed();
        }
        Push push = checkout.move(expected, commit);
        if (push instanceof Pushed) {
            store.move(Store.REMOTE_BRANCHES + store.target(), commit);
        } else if (push instanceof TargetMoved) {
            fetch();
        }
        return push;
    }

    private Push afterFailure(ObjectId expected, ObjectId commit, Processes.Exit exit)
            throws IOException {
        ObjectId now = fetch();
        if (store.contains(now, commit)) {
            return new Pushed();
        }
        if (!now.equals(expected)) {
            return new TargetMoved(new CommitId(now.name()));
        }
        Optional<String> status =
                exit.output().lines().filter(line -> line.startsWith("!\t")).findFirst();
        if (status.isPresent()) {
            return new Refused(refusal(status.get(), exit.output()));
        }
        String reason = Remotes.shown(GitProgram.reason(exit));
        if (Remotes.isNetworkFailure(exit.output()) || exit.how() != Processes.How.EXITED) {
            throw TownException.unavailable(
                    "Pushing to %s failed: %s.".formatted(Remotes.shown(store.remote()), reason),
                    new IOException(reason));
        }
        return new Refused(reason);
    }

    /// The remote's own words.
    private static String refusal(String status, String output) {
        String verdict = status.substring(status.lastIndexOf('\t') + 1);
        String words =
                output.lines()
                        .filter(line -> line.startsWith("remote: "))
                        .map(line -> line.substring("remote: ".length()).strip())
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining("\n"));
        String reason = words.isEmpty() ? verdict : verdict + "\n" + words;
        return reason.length() > REASON_CHARACTERS_MAX
                ? reason.substring(0, REASON_CHARACTERS_MAX) + "…"
                : reason;
    }

    /// One line per problem git finds in the store.
    List<String> checkStore() throws IOException {
        Processes.Exit exit =
                git.inStore(
                        store.folder(),
                        CHECK_WITHIN,
                        List.of("fsck", "--connectivity-only", "--no-dangling", "--no-progress"));
        store.targetHead();
        return exit.isSuccess()
                ? List.of()
                : exit.output()
                        .lines()
                        .filter(line -> !line.startsWith("notice: "))
                        .limit(PROBLEMS_MAX)
                        .toList();
    }

    private static String shortName(ObjectId commit) {
        return commit.abbreviate(8).name();
    }
}
