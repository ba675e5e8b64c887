package dev.townhall.core.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.preset.Headless.Attended;
import dev.townhall.core.preset.Headless.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HeadlessTest {
    private static Headless headless(List<String> first, List<String> again) {
        return new Headless(
                "agent",
                first,
                again,
                List.of("--yolo", "--quiet"),
                Map.of("A", "1"),
                Output.TEXT,
                Metering.USUAL,
                Optional.empty(),
                "");
    }

    @Test
    void aCommandIsFilledAndUnattendedOnlyInASandbox() {
        Headless headless =
                headless(
                        List.of("{unattended}", "-p", "{prompt}", "--id={session}"),
                        List.of("-r", "{session}", "-p", "{prompt}"));

        assertThat(headless.first("do it", Optional.of("s1"), Attended.NO))
                .containsExactly("agent", "--yolo", "--quiet", "-p", "do it", "--id=s1");
        assertThat(headless.first("do it", Optional.of("s1"), Attended.YES))
                .containsExactly("agent", "-p", "do it", "--id=s1");
        assertThat(headless.again("go on", "s1", Attended.YES))
                .containsExactly("agent", "-r", "s1", "-p", "go on");
        assertThat(headless.environment(Attended.NO)).containsExactly(Map.entry("A", "1"));
        assertThat(headless.environment(Attended.YES)).isEmpty();
        assertThat(headless.choosesSession()).isTrue();
    }

    @Test
    void aPromptIsNeverReadForPlaceholders() {
        Headless headless = headless(List.of("-p", "{prompt}", "{session}"), List.of());

        assertThat(headless.first("say {session} {unattended}", Optional.of("s1"), Attended.NO))
                .containsExactly("agent", "-p", "say {session} {unattended}", "s1");
    }

    @Test
    void argumentsWithoutAPlaceForThePromptAreRefused() {
        assertThatThrownBy(() -> headless(List.of("-p"), List.of()))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("{prompt}");
        assertThatThrownBy(() -> headless(List.of("{prompt}"), List.of("{prompt}")))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("{session}");
    }
}
