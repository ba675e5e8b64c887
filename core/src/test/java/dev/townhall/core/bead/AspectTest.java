package dev.townhall.core.bead;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Work;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.Resolving;
import dev.townhall.core.mergequeue.Witnessing;
import dev.townhall.core.patrol.TownState;
import dev.townhall.core.permission.Effect;
import dev.townhall.core.permission.Rule;
import dev.townhall.core.permission.ToolUse;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AspectTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final RigName RIG = new RigName("shop");
    private static final BeadId WORK = new BeadId("sh-7x2kq");
    private static final Optional<BeadId> CONVOY = Optional.of(new BeadId("hq-cv-3f9ab"));
    private static final Actor ADA = Actor.overseer("ada");

    @ParameterizedTest
    @MethodSource("aspects")
    <T> void anAspectReadsBackAsItWasWritten(Aspect<T> aspect, T value) {
        Bead bead = Bead.fresh(WORK, Bead.TASK, "title", ADA, AT);

        JsonNode stored = Json.parse(Json.text(aspect.set(bead, value).metadata()));

        assertThat(aspect.of(bead.withMetadata(stored))).contains(value);
    }

    @ParameterizedTest
    @MethodSource("aspects")
    <T> void anAspectThatWasSetIsReadWithoutParsing(Aspect<T> aspect, T value) {
        Bead bead = aspect.set(Bead.fresh(WORK, Bead.TASK, "title", ADA, AT), value);

        T first = aspect.of(bead).orElseThrow();

        assertThat(first).isEqualTo(value);
        assertThat(aspect.of(bead).orElseThrow()).isSameAs(first);
        assertThat(Json.parse(Json.text(bead.metadata())).at("/town/" + aspect.key()).isObject())
                .isTrue();
    }

    @Test
    void settingOneAspectKeepsTheOthersAndTheBeadItWasSetOn() {
        Bead bead =
                Hook.ASPECT.set(
                        Bead.fresh(WORK, Bead.TASK, "title", ADA, AT), new Hook.Empty(7, AT));

        Bead both = Work.ASPECT.set(bead, Work.fresh(RIG, CONVOY));

        assertThat(Hook.ASPECT.of(both)).contains(new Hook.Empty(7, AT));
        assertThat(Work.ASPECT.of(both)).isPresent();
        assertThat(Work.ASPECT.of(bead)).isEmpty();
    }

    @Test
    void whatElseIsInTheMetadataIsKept() {
        JsonNode theirs = Json.parse("{\"jira\":{\"key\":\"X-1\"},\"town\":{\"other\":1}}");
        Bead bead = Bead.fresh(WORK, Bead.TASK, "title", ADA, AT).withMetadata(theirs);

        Bead changed = Work.ASPECT.set(bead, Work.fresh(RIG, CONVOY));

        assertThat(changed.metadata().at("/jira/key").asText()).isEqualTo("X-1");
        assertThat(changed.metadata().at("/town/other").asInt()).isEqualTo(1);
        assertThat(bead.metadata()).isEqualTo(theirs);
    }

    static Stream<Arguments> aspects() {
        Hook.Loaded loaded = new Hook.Empty(3, AT).load(WORK, CONVOY, 2, AT);
        Work work = Work.fresh(RIG, CONVOY).takenBy("nux");
        MergeRequest request =
                new MergeRequest(
                        MergeRequest.Phase.READY,
                        RIG,
                        WORK,
                        CONVOY,
                        Actor.polecat(RIG, "nux"),
                        "polecat/nux/sh-7x2kq",
                        "a",
                        "b",
                        true,
                        Optional.empty(),
                        false,
                        "",
                        AT,
                        Optional.empty(),
                        Optional.empty());
        MergeRequest witnessed =
                new MergeRequest(
                        MergeRequest.Phase.WITNESSING,
                        RIG,
                        WORK,
                        CONVOY,
                        Actor.polecat(RIG, "nux"),
                        "polecat/nux/sh-7x2kq",
                        "a",
                        "b",
                        false,
                        Optional.empty(),
                        false,
                        "",
                        AT,
                        Optional.of(
                                new Witnessing(
                                        "did it",
                                        1,
                                        2,
                                        3,
                                        List.of("a +2 -3"),
                                        Optional.of(
                                                new Witnessing.Testimony(
                                                        Witnessing.Verdict.ACCEPTED,
                                                        Actor.witness(RIG),
                                                        "all there",
                                                        AT)))),
                        Optional.of(
                                new Resolving(
                                        2,
                                        "t",
                                        List.of("a"),
                                        Optional.of(
                                                new Resolving.Beginning(
                                                        "m", List.of("b"), List.of(WORK))),
                                        Optional.of("both"))));
        return Stream.of(
                Arguments.of(Agent.ASPECT, new Agent(RIG, "witness", AgentRole.WITNESS, 0, 0)),
                Arguments.of(Agent.ASPECT, new Agent(RIG, "resolver", AgentRole.REFINERY, 0, 0)),
                Arguments.of(Agent.ASPECT, new Agent(RIG, "nux", AgentRole.POLECAT, 1, 2)),
                Arguments.of(Hook.ASPECT, new Hook.Empty(7, AT)),
                Arguments.of(Hook.ASPECT, loaded),
                Arguments.of(Hook.ASPECT, loaded.based("abc").started(AT)),
                Arguments.of(Work.ASPECT, work),
                Arguments.of(
                        Work.ASPECT,
                        work.sentBack(Work.Rework.of(ReworkCause.CONFLICT, List.of("a"), "log"))),
                Arguments.of(
                        Convoy.ASPECT,
                        Convoy.staged(RIG, ADA, List.of(List.of(WORK)), List.of(), "- x")
                                .launched(ADA, AT)),
                Arguments.of(MergeRequest.ASPECT, request),
                Arguments.of(MergeRequest.ASPECT, witnessed),
                Arguments.of(MergeRequest.ASPECT, request.awaiting(new BeadId("hq-ap-1"))),
                Arguments.of(
                        Approval.ASPECT,
                        Approval.pending(
                                RIG,
                                WORK,
                                CONVOY,
                                new Approval.Merge(
                                        new BeadId("hq-mr-1"),
                                        "b",
                                        "h",
                                        "a",
                                        "d",
                                        1,
                                        2,
                                        3,
                                        List.of("f"),
                                        List.of(new Approval.FileChange("f", 2, 3)),
                                        "+x"),
                                AT,
                                AT.plusSeconds(60))),
                Arguments.of(
                        Approval.ASPECT,
                        Approval.pending(
                                RIG,
                                WORK,
                                CONVOY,
                                new Approval.ToolUse(
                                        Actor.polecat(RIG, "nux"),
                                        WORK,
                                        3,
                                        "request-1",
                                        "shell",
                                        "{}",
                                        "/tree",
                                        "it reaches the network",
                                        Optional.of(
                                                new Rule(
                                                        Effect.ALLOW,
                                                        Optional.of(ToolUse.Kind.EXECUTE),
                                                        Optional.empty(),
                                                        Optional.of("git push")))),
                                AT,
                                AT.plusSeconds(60))),
                Arguments.of(
                        Escalation.ASPECT,
                        new Escalation(
                                RIG,
                                WORK,
                                CONVOY,
                                "why",
                                "log",
                                AT,
                                Optional.of(ADA),
                                "",
                                Optional.empty(),
                                Optional.of(new Escalation.Mended(ADA, AT, List.of("commands"))),
                                Optional.of(ReworkCause.GATE_RED))),
                Arguments.of(
                        Person.ASPECT,
                        new Person(
                                "ada", Role.OWNER, Map.of(RIG, Role.VIEWER), Map.of("web", "ada"))),
                Arguments.of(
                        Rig.ASPECT,
                        new Rig(
                                RIG,
                                "sh",
                                "/srv/shop.git",
                                "main",
                                List.of(new Gate("test", "make test", Duration.ofMinutes(5))),
                                true,
                                false,
                                4,
                                Rig.State.READY,
                                "",
                                List.of())),
                Arguments.of(
                        TownState.ASPECT,
                        new TownState(
                                AT, List.of(new TownState.Finding("failing", "x", "y", AT)))));
    }
}
