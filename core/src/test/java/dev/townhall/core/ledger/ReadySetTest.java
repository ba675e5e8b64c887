package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadEdit;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadJson;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.testing.Gen;
import dev.townhall.core.testing.Property;
import dev.townhall.core.testing.SharedData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadySetTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final BeadId X = new BeadId("sh-x");
    private static final BeadId Y = new BeadId("sh-y");
    private static final BeadId Z = new BeadId("sh-z");

    private static Bead task(BeadId id) {
        return Bead.fresh(id, Bead.TASK, "t", Actor.MAYOR, NOW);
    }

    private static Dependency edge(BeadId target, String type, String metadata) {
        Map<String, JsonNode> rest =
                metadata.isEmpty() ? Map.of() : Map.of("metadata", new TextNode(metadata));
        return new Dependency(target.text(), type, NOW, "mayor", rest);
    }

    private static Bead in(Bead bead, String status, String reason) {
        return status.equals("closed")
                ? bead.closed(reason, NOW)
                : bead.moved(new BeadStatus(status), NOW);
    }

    @ParameterizedTest(name = "{0} on a bead that is {1} ({2}): ready {3}")
    @CsvSource({
        "blocks,open,,false",
        "blocks,in_progress,,false",
        "blocks,blocked,,false",
        "blocks,deferred,,false",
        "blocks,hooked,,false",
        "blocks,staged_ready,,false",
        "blocks,closed,Done,true",
        "blocks,pinned,,true",
        "blocks,tombstone,,true",
        "conditional-blocks,open,,false",
        "conditional-blocks,closed,Done,false",
        "conditional-blocks,closed,the build FAILED,true",
        "conditional-blocks,closed,won't fix,true",
        "conditional-blocks,pinned,,false",
        "parent-child,open,,true",
        "tracks,open,,true",
        "related,open,,true",
        "discovered-from,open,,true",
        "blocked-by,open,,true",
        "waits-for,open,,true",
    })
    void anEdgeHoldsByItsTypeAndTarget(
            String type, String status, @Nullable String reason, boolean ready) {
        BeadIndex index = new BeadIndex();
        index.put(task(X).plus(edge(Y, type, "")));
        assertThat(index.isReady(X, NOW)).as("while the target is unknown").isTrue();
        index.put(in(task(Y), status, reason == null ? "" : reason));
        assertThat(index.isReady(X, NOW)).isEqualTo(ready);
        assertThat(index.isBlocked(X)).isEqualTo(!ready);
        index.restore(Y, null);
        assertThat(index.isReady(X, NOW)).isTrue();
    }

    @ParameterizedTest(name = "gate {0}, children {1} and {2}: ready {3}")
    @CsvSource({
        "all-children,open,closed,false",
        "all-children,closed,closed,true",
        "any-children,open,closed,true",
        "any-children,open,open,false",
        "any-children,pinned,open,false",
        "'',open,closed,false",
        "'not json',open,closed,false",
    })
    void waitingForChildrenFollowsTheGate(String gate, String one, String other, boolean ready) {
        String metadata = gate.equals("not json") ? "{" : "{\"gate\":\"" + gate + "\"}";
        BeadIndex index = new BeadIndex();
        index.put(task(Y));
        index.put(task(X).plus(edge(Y, "waits-for", metadata)));
        assertThat(index.isReady(X, NOW)).as("without children").isTrue();
        Dependency child = edge(Y, "parent-child", "");
        index.put(in(task(new BeadId("sh-y.1")).plus(child), one, "Done"));
        index.put(in(task(new BeadId("sh-y.2")).plus(child), other, "Done"));
        assertThat(index.isReady(X, NOW)).isEqualTo(ready);
    }

    @Test
    void whatHoldsAParentHoldsEverythingBelowIt() {
        BeadIndex index = new BeadIndex();
        BeadId grandchild = new BeadId("sh-w");
        index.put(task(grandchild).plus(edge(Z, "parent-child", "")));
        index.put(task(Z).plus(edge(X, "parent-child", "")));
        index.put(task(X).plus(edge(Y, "blocks", "")));
        index.put(task(Y));
        assertThat(index.ready(NOW, 9)).extracting(Bead::id).containsExactly(Y);
        assertThat(index.isBlocked(grandchild)).isTrue();
        index.put(task(Y).closed("Done", NOW));
        assertThat(index.ready(NOW, 9)).hasSize(3);
    }

    @Test
    void aCircleOfParentsEndsTheSearchAndHoldsNothing() {
        BeadIndex index = new BeadIndex();
        index.put(task(X).plus(edge(Y, "parent-child", "")));
        index.put(task(Y).plus(edge(X, "parent-child", "")));
        assertThat(index.isReady(X, NOW)).isTrue();
        index.put(task(Z));
        index.put(task(Y).plus(edge(X, "parent-child", "")).plus(edge(Z, "blocks", "")));
        assertThat(index.isReady(X, NOW)).isFalse();
    }

    @Test
    void aDeferredParentPutsItsChildrenOff() {
        BeadIndex index = new BeadIndex();
        Instant later = NOW.plusSeconds(60);
        index.put(task(X).plus(edge(Y, "parent-child", "")));
        index.put(new BeadEdit(task(Y)).deferUntil(later).done());
        assertThat(index.isReady(X, NOW)).isFalse();
        assertThat(index.isReady(X, later)).isTrue();
        assertThat(index.ready(later, 9)).hasSize(2);
        assertThat(index.ready(NOW, 9)).isEmpty();
    }

    /// One change of one of a handful of beads, or its undoing.
    private record Step(BeadId id, @Nullable Bead after, boolean undone) {}

    private static final List<BeadId> IDS =
            List.of(
                    new BeadId("p-a"),
                    new BeadId("p-b"),
                    new BeadId("p-c"),
                    new BeadId("p-d"),
                    new BeadId("p-e"),
                    new BeadId("p-f"),
                    new BeadId("p-g"));
    private static final List<String> EDGES =
            List.of(
                    "blocks",
                    "parent-child",
                    "parent-child",
                    "conditional-blocks",
                    "waits-for",
                    "waits-for",
                    "related");

    private static Step step(Dice dice) {
        BeadId id = dice.oneOf(IDS);
        if (dice.chance(10)) {
            return new Step(id, null, false);
        }
        String type = dice.chance(85) ? Bead.TASK : dice.oneOf(List.of("epic", "gate", "bug"));
        Bead bead =
                Bead.fresh(id, type, "t", Actor.MAYOR, NOW.plusSeconds(dice.below(3)))
                        .withPriority(dice.below(3));
        int edges = dice.below(4);
        for (int i = 0; i < edges; i++) {
            String metadata =
                    dice.oneOf(List.of("", "{}", "{\"gate\":\"any-children\"}", "broken"));
            bead = bead.plus(edge(dice.oneOf(IDS), dice.oneOf(EDGES), metadata));
        }
        if (dice.chance(15)) {
            bead = new BeadEdit(bead).deferUntil(NOW.plusSeconds(dice.below(3) * 10L)).done();
        }
        if (dice.chance(5)) {
            bead = new BeadEdit(bead).pinned(true).done();
        }
        String status =
                dice.oneOf(
                        List.of(
                                "open",
                                "open",
                                "open",
                                "open",
                                "in_progress",
                                "closed",
                                "closed",
                                "pinned",
                                "tombstone"));
        return new Step(
                id, in(bead, status, dice.oneOf(List.of("Done", "it Failed"))), dice.chance(20));
    }

    @Test
    void theKeptSetEqualsTheComputedOneAfterEveryChange() {
        Gen<List<Step>> steps = ((Gen<Step>) ReadySetTest::step).listOf(1, 60);
        Property.holds(
                1000,
                steps,
                list -> {
                    BeadIndex index = new BeadIndex();
                    for (Step step : list) {
                        Bead before = index.find(step.id());
                        index.restore(step.id(), step.after());
                        agreesWithTheNaiveRule(index);
                        if (step.undone()) {
                            index.restore(step.id(), before);
                            agreesWithTheNaiveRule(index);
                        }
                    }
                });
    }

    private static void agreesWithTheNaiveRule(BeadIndex index) {
        NaiveReady naive = new NaiveReady(index.all());
        BeadIndex loaded = new BeadIndex();
        loaded.load(index.all());
        assertThat(loaded.ready(Instant.MAX, 99)).isEqualTo(index.ready(Instant.MAX, 99));
        for (Instant now : List.of(NOW, NOW.plusSeconds(10), NOW.plusSeconds(20))) {
            assertThat(index.ready(now, 99)).extracting(Bead::id).isEqualTo(naive.ready(now));
        }
        for (Bead bead : index.all()) {
            assertThat(index.isBlocked(bead.id())).isEqualTo(naive.isBlocked(bead));
        }
    }

    @Test
    void aRealProjectsReadySetIsTheNaiveOne() {
        Map<BeadId, Bead> latest = new LinkedHashMap<>();
        for (String line : SharedData.lines("beads/gastown-2026-01-03.jsonl")) {
            Bead bead = BeadJson.read(line);
            latest.put(bead.id(), bead);
        }
        assertThat(latest).hasSizeGreaterThan(5_000);
        BeadIndex index = new BeadIndex();
        latest.values().forEach(index::put);
        List<BeadId> ready = new NaiveReady(latest.values()).ready(NOW);
        assertThat(index.ready(NOW, 9_999)).extracting(Bead::id).isEqualTo(ready);
        assertThat(ready).hasSizeGreaterThan(50);
        long blocked = latest.values().stream().filter(b -> index.isBlocked(b.id())).count();
        assertThat(blocked).isPositive();
        List<Bead> closing = new ArrayList<>(latest.values());
        for (Bead bead : closing) {
            if (bead.status().equals(BeadStatus.IN_PROGRESS)) {
                latest.put(bead.id(), bead.closed("Done", NOW));
                index.put(bead.closed("Done", NOW));
            }
        }
        assertThat(index.ready(NOW, 9_999))
                .extracting(Bead::id)
                .isEqualTo(new NaiveReady(latest.values()).ready(NOW));
    }
}
