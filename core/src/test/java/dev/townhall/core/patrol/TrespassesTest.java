package dev.townhall.core.patrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrespassesTest {
    private final List<String> told = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private final Trespasses trespasses =
            new Trespasses(
                    new Findings() {
                        @Override
                        public void raised(String kind, String about, String text) {
                            told.add(about + ": " + text);
                        }

                        @Override
                        public void cleared(String kind, String about) {
                            told.add(about + " is over");
                        }
                    },
                    time);

    @Test
    void aThousandTriesAreToldTenTimes() {
        for (int i = 0; i < 1_000; i++) {
            trespasses.seen("shop/polecats/nux", "read /etc/shadow");
        }

        assertThat(told).hasSize(10);
        assertThat(told.getFirst())
                .isEqualTo(
                        "shop/polecats/nux: It tried to read /etc/shadow. None of it was given; look at what it does.");
        assertThat(told.getLast()).contains("read /etc/shadow (512 times or more)");
    }

    @Test
    void eachHasAFindingOfItsOwnWithAllItTried() {
        trespasses.seen("shop/polecats/nux", "read /etc/shadow");
        trespasses.seen("shop/gates", "call the town hall");
        trespasses.seen("shop/polecats/nux", "call the town hall");

        assertThat(told.get(1)).startsWith("shop/gates: It tried to call the town hall.");
        assertThat(told.get(2)).contains("read /etc/shadow; call the town hall.");
    }

    @Test
    void whoTookMoreThanItMayIsToldWithWhatGivesItMore() {
        trespasses.seen("shop/polecats/nux", "take more memory than it may");
        trespasses.seen("shop/polecats/nux", "read /etc/shadow");

        assertThat(told.getFirst())
                .isEqualTo(
                        "shop/polecats/nux: It tried to take more memory than it may. It was ended for taking more than its limit; look at what it does; `gt rig set shop --memory SIZE` changes that.");
        assertThat(told.getLast())
                .contains("read /etc/shadow. What else it tried was not given. It was ended for");
    }

    @Test
    void aDayAfterTheLastTryItIsOver() {
        trespasses.seen("shop/gates", "call the town hall");
        time.pass(Duration.ofHours(20));
        trespasses.seen("shop/gates", "call the town hall");
        time.pass(Duration.ofHours(20));
        trespasses.pass();
        assertThat(told).hasSize(2);

        time.pass(Duration.ofHours(5));
        trespasses.pass();

        assertThat(told).hasSize(3).last().isEqualTo("shop/gates is over");
    }
}
