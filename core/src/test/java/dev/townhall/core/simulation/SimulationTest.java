package dev.townhall.core.simulation;

import static org.assertj.core.api.Assumptions.assumeThat;

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
        assumeThat(Seeds.replayed()).as("no single seed is replayed").isEmpty();

        Seeds.check(Seeds.others());
    }
}
