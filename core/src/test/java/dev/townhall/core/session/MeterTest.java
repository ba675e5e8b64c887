package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.runtime.SessionUpdate.Cost;
import dev.townhall.core.runtime.SessionUpdate.Usage;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MeterTest {
    private final Meter meter = new Meter();

    private void says(double sum, String currency) {
        meter.count(Optional.of(new Cost(sum, currency)));
    }

    @Test
    void aTurnCostsWhatTheSessionsSumGrewBy() {
        says(0.10, "USD");
        says(0.25, "usd");
        assertThat(meter.micros()).hasValue(250_000);

        meter.booked();
        assertThat(meter.micros()).isEmpty();
        says(0.30, "USD");
        assertThat(meter.micros()).hasValue(50_000);
    }

    @Test
    void whatNoSumCanBeTellsNothing() {
        says(1, "EUR");
        says(-1, "USD");
        says(Double.NaN, "USD");
        says(1e300, "USD");
        says(0, "USD");
        meter.count(Optional.empty());
        assertThat(meter.micros()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void theFirstSumOfASessionThatGoesOnMayHoldWhatTheOtherCost() {
        meter.goesOn();
        says(2.00, "USD");
        assertThat(meter.micros()).isEmpty();
        meter.booked();
        says(2.10, "USD");
        assertThat(meter.micros()).hasValue(100_000);
    }

    @Test
    void tokensAddUpUntilTheyAreBooked() {
        meter.count(new Usage(10, 2, 4, 0));
        meter.count(new Usage(1, 1, 5, 0));
        assertThat(meter.tokens().input()).isEqualTo(15);
        assertThat(meter.tokens().output()).isEqualTo(3);
        meter.booked();
        assertThat(meter.tokens().total()).isZero();
    }
}
