package dev.townhall.core.convoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WavesTest {
    @Test
    void itemsThatWaitForNothingAreTheFirstWave() {
        Plan plan = new Plan(List.of(item(1), item(2), item(3, 1)));

        assertThat(Waves.of(plan)).containsExactly(List.of(1, 2), List.of(3));
    }

    @Test
    void anItemIsOneWaveAfterTheLatestItWaitsFor() {
        Plan plan = new Plan(List.of(item(1), item(2, 1), item(3, 2), item(4, 1, 3)));

        assertThat(Waves.of(plan)).containsExactly(List.of(1), List.of(2), List.of(3), List.of(4));
    }

    @Test
    void waitingForAnEpicIsWaitingForAllItsItems() {
        Plan plan = new Plan(List.of(epic(1, 0), child(2, 1), child(3, 1, 2), item(4, 1)));

        assertThat(Waves.of(plan)).containsExactly(List.of(2), List.of(3), List.of(4));
    }

    @Test
    void whatAnEpicWaitsForItsItemsWaitFor() {
        Plan plan = new Plan(List.of(item(1), epic(2, 0, 1), child(3, 2), epic(4, 2), child(5, 4)));

        assertThat(Waves.of(plan)).containsExactly(List.of(1), List.of(3, 5));
    }

    private static Plan.Item item(int number, Integer... after) {
        return new Plan.Item(
                number, number, "t" + number, "", List.of(after), 0, false, false, false);
    }

    private static Plan.Item child(int number, int parent, Integer... after) {
        return new Plan.Item(
                number, number, "t" + number, "", List.of(after), parent, false, false, false);
    }

    private static Plan.Item epic(int number, int parent, Integer... after) {
        return new Plan.Item(
                number, number, "t" + number, "", List.of(after), parent, true, false, false);
    }
}
