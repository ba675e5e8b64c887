package dev.townhall.core.crew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.crew.CrewMember.State;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Which steps a member of the crew takes, and which it does not.
final class CrewMemberTest {
    private static final Actor ADA = Actor.overseer("ada");
    private static final CrewMember GONE =
            new CrewMember(State.REMOVED, Optional.of("qwen"), Optional.empty());
    private static final CrewMember ACTIVE = GONE.joining(Optional.of("qwen"));
    private static final CrewMember LEAVING =
            ACTIVE.leaving(ADA, Instant.EPOCH, Optional.of("abc"));
    private static final CrewMember DELETING = LEAVING.deleting(1);

    private static final Map<String, UnaryOperator<CrewMember>> STEPS = new LinkedHashMap<>();

    static {
        STEPS.put("joining", member -> member.joining(Optional.empty()));
        STEPS.put("leaving", member -> member.leaving(ADA, Instant.EPOCH, Optional.empty()));
        STEPS.put("deleting", member -> member.deleting(1));
        STEPS.put("staying", member -> member.staying(1, "why"));
        STEPS.put("removed", member -> member.removed(1));
    }

    @Test
    void itLeavesByOneDecisionAndIsNumberedAnewByTheNext() {
        assertThat(LEAVING.leavingBy())
                .isEqualTo(
                        new Removal(1, ADA, Instant.EPOCH, Optional.of("abc"), Optional.empty()));
        assertThat(DELETING.removed(1).state()).isEqualTo(State.REMOVED);
        assertThat(DELETING.removed(1).joining(Optional.empty()).state()).isEqualTo(State.ACTIVE);

        CrewMember stays = DELETING.staying(1, "there is a new file");
        assertThat(stays.state()).isEqualTo(State.ACTIVE);
        assertThat(stays.preset()).contains("qwen");
        assertThat(stays.removal().flatMap(Removal::refused)).contains("there is a new file");
        CrewMember again = stays.leaving(ADA, Instant.EPOCH, Optional.empty());
        assertThat(again.leavingBy().number()).isEqualTo(2);
        assertThat(again.leavingBy().refused()).isEmpty();
    }

    @Test
    void noOtherStepIsTaken() {
        Map<CrewMember, List<String>> legal = new LinkedHashMap<>();
        legal.put(GONE, List.of("joining"));
        legal.put(ACTIVE, List.of("leaving"));
        legal.put(LEAVING, List.of("deleting", "staying"));
        legal.put(DELETING, List.of("deleting", "staying", "removed"));
        legal.forEach((member, steps) ->
                STEPS.forEach((name, step) -> {
                    if (!steps.contains(name)) {
                        assertThatThrownBy(() -> step.apply(member))
                                .as("%s of %s", name, member)
                                .isInstanceOf(TownException.class);
                    }
                }));
    }

    @Test
    void whatWasBegunForOneDecisionIsNotDoneForTheNext() {
        CrewMember second = LEAVING.staying(1, "why").leaving(ADA, Instant.EPOCH, Optional.empty());

        assertThatThrownBy(() -> second.deleting(1)).hasMessageContaining("decision 1 is over");
        assertThatThrownBy(() -> second.staying(1, "why")).isInstanceOf(TownException.class);
        assertThatThrownBy(() -> second.deleting(2).removed(1)).isInstanceOf(TownException.class);
    }

    @Test
    void oneThatWasLeavingWhenDecisionsHadNoNumbersLosesNothing() {
        CrewMember read = Json.value(Json.object().put("state", "LEAVING"), CrewMember.class);

        assertThat(read.leavingBy().agreed()).isEmpty();
        assertThat(read.leavingBy().by()).isEqualTo(Actor.TOWN);
    }
}
