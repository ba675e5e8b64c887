package dev.townhall.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.AgentChoice.Chosen;
import dev.townhall.core.agent.AgentChoice.Need;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AgentChoiceTest {
    private static final AgentChoice ALL =
            new AgentChoice(
                    Optional.of("usual"),
                    Map.of(AgentRole.POLECAT, "of-role"),
                    Map.of(new RigName("shop"), "of-rig"),
                    Map.of(new Actor("shop/polecats/nux"), "of-worker"),
                    Map.of("hard", "of-label"));

    /// Every combination from the least to the most particular setting.
    @ParameterizedTest
    @CsvSource({
        "WITNESS, , , '', , usual, agents.default",
        "POLECAT, , , '', , of-role, agents.roles.polecat",
        "POLECAT, bank, , '', , of-role, agents.roles.polecat",
        "POLECAT, shop, , '', , of-rig, agents.rigs.shop",
        "WITNESS, shop, , '', , of-rig, agents.rigs.shop",
        "POLECAT, shop, shop/polecats/slit, '', , of-rig, agents.rigs.shop",
        "POLECAT, shop, shop/polecats/nux, '', , of-worker, agents.workers.shop/polecats/nux",
        "POLECAT, shop, shop/polecats/nux, 'easy', , of-worker, agents.workers.shop/polecats/nux",
        "POLECAT, shop, shop/polecats/nux, 'easy hard', , of-label, agents.labels.hard",
        "POLECAT, shop, shop/polecats/nux, 'agent:mine hard', , mine, label agent:mine",
        "POLECAT, shop, shop/polecats/nux, 'hard agent:mine', , of-label, agents.labels.hard",
        "POLECAT, shop, shop/polecats/nux, 'agent:', , of-worker, agents.workers.shop/polecats/nux",
        "POLECAT, shop, shop/polecats/nux, 'hard', asked, asked, it was asked for",
    })
    void theMostParticularWordCounts(
            AgentRole role,
            String rig,
            String worker,
            String labels,
            String asked,
            String expected,
            String because) {
        Need need =
                new Need(
                        role,
                        Optional.ofNullable(rig).map(RigName::new),
                        Optional.ofNullable(worker).map(Actor::new),
                        labels.isEmpty() ? List.of() : Arrays.asList(labels.split(" ", -1)),
                        Optional.ofNullable(asked));

        assertThat(ALL.choose(need)).contains(new Chosen(expected, because));
    }

    @Test
    void nothingIsChosenWhereNothingIsSaid() {
        Need need = Need.of(AgentRole.POLECAT, Optional.of(new RigName("shop")));

        assertThat(AgentChoice.NONE.choose(need)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRoleIsReadAsItIsWritten(AgentRole role) {
        assertThat(AgentRoles.of(role.word())).isEqualTo(role);
        assertThat(AgentRoles.of(role.name())).isEqualTo(role);
    }

    @Test
    void anUnknownRoleIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> AgentRoles.of("boss"))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("mayor, deacon, dog")
                .hasMessageContaining("'boss'");
    }
}
