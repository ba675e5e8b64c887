package dev.townhall.core.mergequeue;

import static dev.townhall.core.mergequeue.MergeRequest.Phase.AWAITING_APPROVAL;
import static dev.townhall.core.mergequeue.MergeRequest.Phase.FAILED;
import static dev.townhall.core.mergequeue.MergeRequest.Phase.MERGED;
import static dev.townhall.core.mergequeue.MergeRequest.Phase.MERGING;
import static dev.townhall.core.mergequeue.MergeRequest.Phase.PREPARING;
import static dev.townhall.core.mergequeue.MergeRequest.Phase.READY;
import static dev.townhall.core.mergequeue.MergeRequest.Phase.REJECTED;
import static dev.townhall.core.mergequeue.MergeRequest.Phase.RESOLVING;
import static dev.townhall.core.mergequeue.MergeRequest.Phase.WITNESSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.mergequeue.MergeRequest.Phase;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MergeRequestTest {
    @ParameterizedTest
    @MethodSource("edges")
    void aRequestMovesAlongItsEdges(Phase from, Phase to) {
        assertThat(in(from).to(to).phase()).isEqualTo(to);
    }

    @ParameterizedTest
    @MethodSource("illegalEdges")
    void everyOtherMoveIsRefused(Phase from, Phase to) {
        assertThatThrownBy(() -> in(from).to(to))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("sh-1");
    }

    @Test
    void anApprovalLetsAWaitingRequestGoOn() {
        MergeRequest waiting = in(READY).awaiting(new BeadId("hq-ap-1"));

        MergeRequest approved = waiting.withApproval();

        assertThat(waiting.approved()).isFalse();
        assertThat(approved.phase()).isEqualTo(READY);
        assertThat(approved.approved()).isTrue();
    }

    @Test
    void askingAgainTakesAnEarlierApprovalBack() {
        MergeRequest approved = in(READY).awaiting(new BeadId("hq-ap-1")).withApproval();

        assertThat(approved.awaiting(new BeadId("hq-ap-2")).approved()).isFalse();
    }

    @Test
    void whatWasApprovedIsNotWhatIsJoined() {
        MergeRequest approved = in(READY).awaiting(new BeadId("hq-ap-1")).withApproval();

        MergeRequest resolving = approved.toResolve(Resolving.of(1, "t", List.of("a")));
        MergeRequest resolved =
                resolving.resolved(
                        resolving.resolving().orElseThrow(), "new", "t", "j", Optional.empty());

        assertThat(resolving.phase()).isEqualTo(RESOLVING);
        assertThat(resolving.approved()).isFalse();
        assertThat(resolved.phase()).isEqualTo(READY);
        assertThat(resolved.approval()).isEmpty();
        assertThat(List.of(resolved.branch(), resolved.base(), resolved.head()))
                .containsExactly("new", "t", "j");
    }

    static Stream<Arguments> edges() {
        return Arrays.stream(Phase.values())
                .flatMap(from -> legal(from).stream().map(to -> Arguments.of(from, to)));
    }

    static Stream<Arguments> illegalEdges() {
        return Arrays.stream(Phase.values())
                .flatMap(from -> {
                    Set<Phase> illegal = EnumSet.allOf(Phase.class);
                    legal(from).forEach(illegal::remove);
                    return illegal.stream().map(to -> Arguments.of(from, to));
                });
    }

    private static List<Phase> legal(Phase from) {
        return switch (from) {
            case WITNESSING -> List.of(READY, MERGED, FAILED, REJECTED);
            case READY ->
                    List.of(AWAITING_APPROVAL, RESOLVING, PREPARING, MERGED, FAILED, REJECTED);
            case RESOLVING -> List.of(READY, WITNESSING, REJECTED);
            case AWAITING_APPROVAL -> List.of(READY, WITNESSING, FAILED, REJECTED);
            case PREPARING -> List.of(READY, MERGING, FAILED, REJECTED);
            case MERGING -> List.of(READY, MERGED);
            case MERGED, FAILED, REJECTED -> List.of();
        };
    }

    private static MergeRequest in(Phase phase) {
        return new MergeRequest(
                phase,
                new RigName("shop"),
                new BeadId("sh-1"),
                Optional.empty(),
                Actor.polecat(new RigName("shop"), "nux"),
                "polecat/nux/sh-1",
                "a",
                "b",
                false,
                Optional.empty(),
                false,
                "",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
