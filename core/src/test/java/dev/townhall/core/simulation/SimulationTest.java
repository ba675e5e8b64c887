package dev.townhall.core.simulation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void aFewSeedsKeepTheirPromisesAndComeToRest() throws InterruptedException {
        Seeds.check(
                Seeds.replayed().isPresent()
                        ? LongStream.of(Seeds.replayed().getAsLong())
                        : Seeds.few());
    }

    @Test
    @Tag("slow")
    void everySeedKeepsItsPromisesAndComesToRest() throws InterruptedException {
        assumeTrue(Seeds.replayed().isEmpty(), "one seed alone is replayed");

        Seeds.check(Seeds.others());
    }
}
