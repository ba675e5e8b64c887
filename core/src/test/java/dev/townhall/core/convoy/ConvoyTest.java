package dev.townhall.core.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConvoyTest {
    private static final Instant AT = Instant.EPOCH;
    private static final Actor ADA = Actor.overseer("ada");
    private static final Convoy STAGED =
            Convoy.staged(
                    new RigName("shop"),
                    ADA,
                    List.of(List.of(new BeadId("sh-1"), new BeadId("sh-2"))),
                    List.of(),
                    "- a\n- b");
    private static final Convoy OPEN = STAGED.launched(ADA, AT);
    private static final Convoy LANDED = OPEN.landed(AT);
    private static final Convoy DROPPED = STAGED.dropped();

    @Test
    void aConvoyIsStagedLaunchedAndLanded() {
        assertThat(LANDED.state()).isEqualTo(Convoy.State.LANDED);
        assertThat(LANDED.launchedBy()).contains(ADA);
        assertThat(LANDED.beads()).hasSize(2);
    }

    @Test
    void anOpenOneCanBePausedAndResumed() {
        assertThat(OPEN.paused(true).paused()).isTrue();
        assertThat(OPEN.paused(true).paused(false).paused()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void everyOtherMoveIsRefused(Convoy from, UnaryOperator<Convoy> move) {
        assertThatThrownBy(() -> move.apply(from)).isInstanceOf(TownException.class);
    }

    static Stream<Arguments> illegal() {
        UnaryOperator<Convoy> launch = convoy -> convoy.launched(ADA, AT);
        UnaryOperator<Convoy> land = convoy -> convoy.landed(AT);
        UnaryOperator<Convoy> pause = convoy -> convoy.paused(true);
        UnaryOperator<Convoy> edit = convoy -> convoy.restaged(List.of(), List.of(), "");
        UnaryOperator<Convoy> drop = Convoy::dropped;
        return Stream.of(
                Arguments.of(STAGED, land),
                Arguments.of(STAGED, pause),
                Arguments.of(OPEN, launch),
                Arguments.of(OPEN, edit),
                Arguments.of(LANDED, launch),
                Arguments.of(LANDED, land),
                Arguments.of(LANDED, pause),
                Arguments.of(LANDED, edit),
                Arguments.of(LANDED, drop),
                Arguments.of(DROPPED, launch),
                Arguments.of(DROPPED, land),
                Arguments.of(DROPPED, pause),
                Arguments.of(DROPPED, edit),
                Arguments.of(DROPPED, drop));
    }
}
