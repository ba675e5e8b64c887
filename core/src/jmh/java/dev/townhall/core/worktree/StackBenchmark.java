package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.worktree.RigRepository.Candidate;
import dev.townhall.core.worktree.RigRepository.Clean;
import dev.townhall.core.worktree.RigRepository.Stack;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The plan of a merge: branches of one commit that changes one file each, put one on another in
/// memory. Every time on a head that somebody just pushed, so that nothing of it is there already.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 15)
@Measurement(iterations = 40)
public class StackBenchmark {
    private static final RigName RIG = new RigName("shop");
    private static final Actor NUX = Actor.polecat(RIG, "nux");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final int FOLDERS = 40;

    @Param({"2000/20", "10000/50"})
    public String filesAndBranches = "2000/20";

    private final RealScene scene = new RealScene();
    private final RigRepository shop = clone(scene);
    private final List<Candidate> candidates = new ArrayList<>();
    private CommitId onto = shop.targetHead();
    private int pushes;

    private static RigRepository clone(RealScene scene) {
        scene.repositories().clone(RIG, scene.remote());
        return scene.repositories().open(RIG);
    }

    @Setup
    public void fill() {
        int slash = filesAndBranches.indexOf('/');
        int files = Integer.parseInt(filesAndBranches.substring(0, slash));
        int branches = Integer.parseInt(filesAndBranches.substring(slash + 1));
        Path outsider = scene.root.resolve("outsider");
        for (int number = 0; number < files; number++) {
            scene.write(outsider, file(number), "line " + number + "\n");
        }
        scene.outsider.run("add", ".");
        scene.outsider.run("commit", "--quiet", "-m", "Many files");
        scene.outsider.run("push", "--quiet", "origin", "main");
        CommitId base = shop.fetch();
        for (int number = 0; number < branches; number++) {
            BeadId bead = new BeadId("sh-" + number);
            String branch = "polecat/nux/" + bead;
            Path tree = shop.prepare(NUX, branch, base);
            scene.write(tree, file(number * 7), "changed for " + bead + "\n");
            CommitId head = shop.save(NUX, branch, base, bead, "Work", NOON).orElseThrow();
            candidates.add(new Candidate(branch, base, head, NUX, bead));
        }
    }

    private static String file(int number) {
        return "part" + number % FOLDERS + "/file" + number + ".txt";
    }

    @Setup(Level.Invocation)
    public void push() {
        pushes++;
        scene.outsiderCommits("pushes.txt", "push " + pushes + "\n");
        onto = shop.fetch();
    }

    @Benchmark
    public Stack stack() {
        Stack stack = shop.stack(onto, candidates);
        if (!stack.entries().stream().allMatch(Clean.class::isInstance)) {
            throw new IllegalStateException("not every branch fits: " + stack.entries());
        }
        return stack;
    }

    @TearDown
    public void clear() {
        scene.close();
    }
}
