package dev.townhall.core.town;

import static dev.townhall.core.foundation.process.Confinement.Need.OFF;
import static dev.townhall.core.foundation.process.Confinement.Need.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.foundation.process.Confinement.Network;
import dev.townhall.core.foundation.process.Survivors;
import dev.townhall.core.mergequeue.GateRunner.GateResult;
import dev.townhall.core.mergequeue.GateRunner.Verdict;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a worker's commands and a rig's gates can reach: with a sandbox nothing that is not theirs,
/// without one nearly everything.
@Tag("slow")
class EscapeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path folder;

    private EscapeScene sandboxed() throws IOException {
        EscapeScene scene = new EscapeScene(folder, true);
        if (scene.sandbox.problem().isPresent()) {
            System.out.println("EscapeTest is skipped, " + scene.sandbox.description());
        }
        assumeTrue(scene.sandbox.problem().isEmpty(), scene.sandbox.description());
        return scene;
    }

    @Test
    void noWayLeadsOutOfASession() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            assertThat(scene.fromASession(REQUIRED, Network.OFF)).isEmpty();
        }
    }

    @Test
    void noWayLeadsOutOfAGate() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            assertThat(scene.fromAGate(REQUIRED, Network.OFF)).isEmpty();
        }
    }

    @Test
    void whatASessionReachesForIsSeen() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            scene.fromASession(REQUIRED, Network.OFF);

            await().atMost(PATIENCE).untilAsserted(() -> allSeen(scene.seenOfTheSession()));
            assertThat(scene.seenOfTheGate()).isEmpty();
        }
    }

    @Test
    void whatAGateReachesForIsSeen() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            scene.fromAGate(REQUIRED, Network.OFF);

            await().atMost(PATIENCE).untilAsserted(() -> allSeen(scene.seenOfTheGate()));
            assertThat(scene.seenOfTheSession()).isEmpty();
        }
    }

    /// Each attempt that leaves a trace left one, and nothing else was told.
    private static void allSeen(Map<String, Integer> seen) {
        Map<String, Integer> due = Escape.traces();
        assertThat(seen).containsOnlyKeys(due.keySet());
        due.forEach(
                (what, times) -> assertThat(seen.get(what)).as(what).isGreaterThanOrEqualTo(times));
    }

    @Test
    void twentyAttemptsFailAndAreSeenInASandboxAndGetOutWithoutOne() {
        assertThat(Escape.gettingOut().stream().filter(Escape::isSeen))
                .hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void lookingAroundIsNoTrespass() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            String script =
                    """
                    find / -xdev >/dev/null 2>&1 || true
                    ls -laR '%1$s' '%2$s' >/dev/null || true
                    grep -rq nothing '%1$s' || true
                    [ -e '%1$s/run/token' ]
                    cat '%1$s/ledger.db' || true
                    """
                            .formatted(scene.town, scene.home);

            scene.session(script, scene.wanted(Network.OFF));

            await().atMost(PATIENCE).until(() -> !scene.seenOfTheSession().isEmpty());
            assertThat(scene.seenOfTheSession()).containsOnlyKeys("read the town's ledger.db");
        }
    }

    /// With the machine's network its loopback is there too, and whatever listens on it.
    @Test
    void anOpenNetworkOpensNothingButTheNetwork() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            assertThat(scene.fromASession(REQUIRED, Network.OPEN)).allMatch(Escape::usesNetwork);
            assertThat(scene.fromAGate(REQUIRED, Network.OPEN)).allMatch(Escape::usesNetwork);
        }
    }

    @Test
    void withoutASandboxTheSameWaysLeadOutOfASession() throws Exception {
        try (EscapeScene scene = new EscapeScene(folder, false)) {
            Set<Escape> out = scene.fromASession(OFF, Network.OPEN);

            assertThat(out)
                    .containsAll(Escape.gettingOut())
                    .doesNotContainAnyElementsOf(Escape.heldAnyway());
            assertThat(Escape.gettingOut()).hasSizeGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void withoutASandboxTheSameWaysLeadOutOfAGate() throws Exception {
        try (EscapeScene scene = new EscapeScene(folder, false)) {
            Set<Escape> out = scene.fromAGate(OFF, Network.OPEN);

            assertThat(out).containsAll(EnumSet.copyOf(Escape.gettingOut()));
        }
    }

    @Test
    void noDaemonOutlivesItsSession() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            String mark = Survivors.mark();

            TurnEnded turn = scene.session(daemon(mark), scene.wanted(Network.OPEN));

            assertThat(turn.reason()).isEqualTo(StopReason.END_TURN);
            Survivors.awaitNone(mark);
        }
    }

    @Test
    void withoutASandboxADaemonOutlivesItsSession() throws Exception {
        try (EscapeScene scene = new EscapeScene(folder, false)) {
            String mark = Survivors.mark();
            try {
                scene.session(daemon(mark), scene.confinement(OFF, Network.OPEN, scene.tree));

                Survivors.awaitSome(mark);
            } finally {
                Survivors.end(mark);
            }
        }
    }

    /// It leaves its parent, session and environment.
    private static String daemon(String mark) {
        return "(env -i setsid sh -c 'echo >away; exec sleep %s' </dev/null >/dev/null 2>&1 &) & wait;"
                        .formatted(mark)
                + " until [ -e away ]; do sleep 0.01; done";
    }

    @Test
    void ordinaryWorkGoesOnInside() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            String script =
                    """
                    echo work > work.txt
                    git add work.txt && git commit -qm Work && git log --oneline | grep -q Work
                    git fsck 2>&1 | { ! grep -i error; }
                    echo kept > "$HOME/cache" && echo x > "$TMPDIR/x" && echo x > /tmp/x
                    echo x > /var/tmp/x && echo x > /dev/shm/x && echo x > /dev/null
                    [ "$(pwd)" = "$PWD" ] && id -un && ls / && date && getent hosts localhost
                    head -c 4 /dev/urandom >/dev/null && sort --version >/dev/null
                    [ -e /proc/self/fd ] && [ "$GT_BEAD" = sh-1 ]
                    ! env | grep -E '^(SHLVL|OLDPWD|_GT)='
                    """;

            TurnEnded turn = scene.session(script, scene.wanted(Network.OPEN));

            assertThat(turn.exitCode()).as(turn.outputTail()).contains(0);
            assertThat(scene.tree.resolve("work.txt")).hasContent("work\n");
        }
    }

    @Test
    void aCacheIsSharedAndIsFoundInTheWorkersHome() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            Path shared = scene.home.resolve(".m2");
            Path cache = Files.createDirectories(shared.resolve("repository"));
            Files.writeString(cache.resolve("jar"), "jar");
            String script =
                    "cat \"$HOME/.m2/repository/jar\"; echo new > \"$HOME/.m2/repository/new\"";

            TurnEnded turn = scene.session(script, scene.wanted(Network.OFF).alsoWritable(shared));

            assertThat(turn.exitCode()).as(turn.outputTail()).contains(0);
            assertThat(cache.resolve("new")).hasContent("new\n");
        }
    }

    @Test
    void whatHoldsTheTownIsNotShown() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            TurnEnded turn =
                    scene.session("true", scene.wanted(Network.OFF).alsoWritable(scene.home));
            GateResult gate =
                    scene.gate("true", scene.wanted(Network.OFF).alsoReadable(scene.home));

            assertThat(turn.reason()).isEqualTo(StopReason.FAILED);
            assertThat(turn.outputTail()).contains("no worker may see");
            assertThat(gate.verdict()).isEqualTo(Verdict.COULD_NOT_RUN);
        }
    }

    @Test
    void aFileDoesNotGrowForEver() throws Exception {
        try (EscapeScene scene = sandboxed()) {
            TurnEnded turn = scene.session("truncate -s 9G huge", scene.wanted(Network.OFF));

            assertThat(turn.exitCode()).isNotEqualTo(Optional.of(0));
            assertThat(turn.reason()).isEqualTo(StopReason.FAILED);
        }
    }
}
