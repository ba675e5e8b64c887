package dev.townhall.core.simulation;

import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void everySeedKeepsItsPromisesAndComesToRest() throws InterruptedException {
        Seeds.checkChosen();
    }
}
