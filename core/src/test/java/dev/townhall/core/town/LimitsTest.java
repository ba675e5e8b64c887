package dev.townhall.core.town;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Limits;
import dev.townhall.core.mergequeue.GateRunner.GateResult;
import dev.townhall.core.mergequeue.GateRunner.Verdict;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What takes more of the machine than it may is ended, in a sandbox and without, and says why. Each
/// of these would go on until its deadline, which is minutes away.
@Tag("slow")
@Isolated
class LimitsTest {
    private static final Limits SMALL = new Limits(200L << 20, 60, 40L << 20);

    /// Grows without end; nothing but what is in every system.
    private static final String EATS_MEMORY =
            "a=xxxxxxxxxxxxxxxx; while :; do a=$a$a; [ ${#a} -lt 100000000 ] || sleep 1000; done & "
                    + "a=xxxxxxxxxxxxxxxx; while :; do a=$a$a; [ ${#a} -lt 100000000 ] || sleep 1000; done";

    private static final String FORKS = "while :; do sleep 1000 & done";

    /// In many files, because the size of one is limited too.
    private static final String FILLS =
            "n=0; while :; do head -c 5000000 /dev/zero >\"$1/fill$n\" || exit 9; n=$((n + 1)); done";

    @TempDir Path folder;
    private EscapeScene scene;

    @BeforeEach
    void aTown() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "no /proc: nothing is watched");
        scene = new EscapeScene(folder, true);
    }

    @AfterEach
    void end() throws IOException {
        if (scene != null) {
            scene.close();
        }
    }

    private Confinement held(Confinement.Need need, Path tree) {
        return scene.confinement(need, Confinement.Network.OFF, tree).withLimits(SMALL);
    }

    private void assumeHeld(Confinement.Need need) {
        assumeTrue(
                need == Confinement.Need.OFF || scene.sandbox.problem().isEmpty(),
                scene.sandbox.description());
    }

    private void assertEnded(TurnEnded turn, String why, String tried) {
        assertThat(turn.outputTail()).contains(why).contains("gt rig set RIG --");
        assertThat(turn.reason()).isEqualTo(StopReason.FAILED);
        await().untilAsserted(() -> assertThat(scene.seenOfTheSession()).containsOnlyKeys(tried));
    }

    private void assertRed(GateResult result, String why, String tried) {
        assertThat(result.logTail()).contains(why).contains("gt rig set RIG --");
        assertThat(result.verdict()).isEqualTo(Verdict.RED);
        await().untilAsserted(() -> assertThat(scene.seenOfTheGate()).containsOnlyKeys(tried));
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "OFF"})
    void aSessionThatEatsMemoryIsEnded(Confinement.Need need) {
        assumeHeld(need);
        TurnEnded turn = scene.session(EATS_MEMORY, held(need, scene.tree));
        assertEnded(turn, "of memory, and may take 200 MB", "take more memory than it may");
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "OFF"})
    void aGateThatEatsMemoryIsRed(Confinement.Need need) {
        assumeHeld(need);
        GateResult result = scene.gate(EATS_MEMORY, held(need, scene.gateTree));
        assertRed(result, "of memory, and may take 200 MB", "take more memory than it may");
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "OFF"})
    void aSessionThatFillsItsTreeIsEnded(Confinement.Need need) {
        assumeHeld(need);
        TurnEnded turn = scene.session("set -- .\n" + FILLS, held(need, scene.tree));
        assertEnded(turn, "to the disk, and may write 40 MB", "write more to the disk than it may");
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "OFF"})
    void aGateThatFillsItsHomeIsRed(Confinement.Need need) {
        assumeHeld(need);
        GateResult result = scene.gate("set -- \"$HOME\"\n" + FILLS, held(need, scene.gateTree));
        assertRed(result, "to the disk, and may write 40 MB", "write more to the disk than it may");
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "OFF"})
    void whatIsWrittenToAFileThatWasRemovedCountsToo(Confinement.Need need) {
        assumeHeld(need);
        String hidden = "exec 5>hidden; rm hidden; head -c 300000000 /dev/zero >&5; sleep 1000";
        TurnEnded turn = scene.session(hidden, held(need, scene.tree));
        assertEnded(turn, "to the disk, and may write 40 MB", "write more to the disk than it may");
    }

    @Test
    void aFileWithHolesTakesOnlyWhatIsInIt() {
        String holes = "truncate -s 7G holes; head -c 20000000 /dev/zero >full; sleep 3; ls holes";
        TurnEnded turn = scene.session(holes, held(Confinement.Need.PREFERRED, scene.tree));
        assertThat(turn.reason()).as(turn.outputTail()).isEqualTo(StopReason.END_TURN);
    }

    /// Its `/tmp` lies in memory and is full at half of what it may take of that: the machine's disk is
    /// not touched.
    @Test
    void theTmpOfASandboxIsFullByItself() {
        assumeHeld(Confinement.Need.REQUIRED);
        GateResult result =
                scene.gate(
                        "set -- /tmp\n" + FILLS, held(Confinement.Need.REQUIRED, scene.gateTree));
        assertThat(result.verdict()).isEqualTo(Verdict.RED);
        assertThat(result.logTail()).contains("No space left").contains("Exit code 9");
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "OFF"})
    void aSessionThatForksForEverIsEnded(Confinement.Need need) {
        assumeHeld(need);
        TurnEnded turn = scene.session(FORKS, held(need, scene.tree));
        assertThat(turn.reason()).isEqualTo(StopReason.FAILED);
        boolean seen = turn.outputTail().contains("gt rig set RIG --processes");
        assertThat(seen || turn.outputTail().contains("fork")).as(turn.outputTail()).isTrue();
        await().untilAsserted(() ->
                assertThat(scene.seenOfTheSession().containsKey("start more processes than it may"))
                        .isEqualTo(seen));
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "OFF"})
    void aGateThatForksForEverIsRed(Confinement.Need need) {
        assumeHeld(need);
        GateResult result = scene.gate("f() { f | f; }; f", held(need, scene.gateTree));
        assertThat(result.verdict()).as(result.logTail()).isEqualTo(Verdict.RED);
    }

    @Test
    void aSecondWorkerGoesOnMeanwhile() {
        assumeHeld(Confinement.Need.PREFERRED);
        Map<String, Integer> before = Map.copyOf(scene.seenOfTheSession());
        CompletableFuture<GateResult> bomb =
                CompletableFuture.supplyAsync(() ->
                        scene.gate(EATS_MEMORY, held(Confinement.Need.PREFERRED, scene.gateTree)));
        TurnEnded turn =
                scene.session(
                        "sleep 4; echo all of it", held(Confinement.Need.PREFERRED, scene.tree));
        assertThat(turn.outputTail()).contains("all of it");
        assertThat(scene.seenOfTheSession()).isEqualTo(before);
        assertRed(bomb.join(), "of memory, and may take 200 MB", "take more memory than it may");
    }
}
