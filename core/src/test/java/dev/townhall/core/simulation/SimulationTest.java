package dev.townhall.core.simulation;

import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void everySeedKeepsItsPromisesAndComesToRest() {
        Seeds.chosen().forEach(Seeds::check);
    }
}
