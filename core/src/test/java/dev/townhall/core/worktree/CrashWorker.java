package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.worktree.RigRepository.Candidate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// A process that clones, works, stacks and pushes until it is killed: see [CrashTest].
final class CrashWorker {
    static final RigName SHOP = new RigName("shop");

    private final Path rigs;
    private final String remote;

    CrashWorker(Path rigs, String remote) {
        this.rigs = rigs;
        this.remote = remote;
    }

    public static void main(String[] arguments) {
        say("started");
        new CrashWorker(Path.of(arguments[0]), arguments[1]).work(Integer.MAX_VALUE);
    }

    /// Does the next `pieces` pieces of work; the remote's history says which comes next.
    void work(int pieces) {
        try (SystemProcesses processes = SystemProcesses.grouped();
                GitRepositories repositories =
                        new GitRepositories(rigs, processes, new SystemTime(), System.getenv())) {
            repositories.clone(SHOP, remote);
            RigRepository shop = repositories.open(SHOP);
            say("cloned");
            for (int i = 0; i < pieces; i++) {
                piece(shop);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void piece(RigRepository shop) {
        CommitId base = shop.fetch();
        Path gates = shop.checkoutForGates(base);
        int next = 1;
        while (Files.exists(gates.resolve("done/" + next))) {
            next++;
        }
        Actor worker = Actor.polecat(SHOP, next % 2 == 0 ? "nux" : "furiosa");
        BeadId bead = new BeadId("sh-" + next);
        String branch = "polecat/" + worker.shortName() + "/" + bead;
        Path tree = shop.prepare(worker, branch, base);
        try {
            Files.createDirectories(tree.resolve("done"));
            Files.writeString(tree.resolve("done/" + next), "done\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CommitId head =
                shop.save(worker, branch, base, bead, "Piece " + next, Instant.now()).orElseThrow();
        CommitId tip =
                shop.stack(base, List.of(new Candidate(branch, base, head, worker, bead))).tip();
        shop.checkoutForGates(tip);
        shop.push(base, tip);
    }
}
