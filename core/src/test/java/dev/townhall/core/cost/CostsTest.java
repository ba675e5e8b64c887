package dev.townhall.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CostsTest {
    private static final Price CODER = new Price("qwen3", 1_000_000, 100_000, 4_000_000);
    private static final Price PLUS = new Price("qwen3-coder-plus", 2_000_000, 200_000, 8_000_000);
    private static final Prices PRICES = new Prices(List.of(CODER, PLUS));

    private final SmallTown town = new SmallTown();
    private final BeadId nux = town.change(tx -> Roster.recruit(tx, SmallTown.SHOP).beadId());
    private final BeadId convoy = town.stage(SmallTown.item(1));
    private final BeadId bead = town.convoy(convoy).beads().getFirst();

    @Test
    void aTurnIsBookedOnAllItWasFor() {
        charge("qwen3-coder", new Tokens(1_000_000, 500_000, 250_000));

        Spend expected = new Spend(1, new Tokens(1_000_000, 500_000, 250_000), 1_550_000, 0, 0, 0);
        assertThat(spent(bead)).isEqualTo(expected);
        assertThat(spent(convoy)).isEqualTo(expected);
        assertThat(spent(nux)).isEqualTo(expected);
        assertThat(spent(Rig.beadId(SmallTown.SHOP))).isEqualTo(expected);
        Instant now = town.now();
        assertThat(town.<Spend>read(view -> Costs.onDay(view, now))).isEqualTo(expected);
        assertThat(town.<Spend>read(view -> Costs.onDay(view, SmallTown.SHOP, now)))
                .isEqualTo(expected);
    }

    @Test
    void daysAreApartAndEverythingElseAddsUp() {
        charge("qwen3", new Tokens(10, 0, 0));
        town.pass(Duration.ofDays(1));
        charge("qwen3", new Tokens(5, 0, 0));

        assertThat(town.<Spend>read(view -> Costs.onDay(view, town.now())).tokens().input())
                .isEqualTo(5);
        assertThat(spent(bead).turns()).isEqualTo(2);
        assertThat(spent(bead).tokens().input()).isEqualTo(15);
    }

    @Test
    void theLongestNameThatFitsGivesThePrice() {
        assertThat(PRICES.of(List.of("Qwen3-Coder-Plus-2026"))).contains(PLUS);
        assertThat(PRICES.of(List.of("qwen3-max"))).contains(CODER);
        assertThat(PRICES.of(List.of("other"))).isEmpty();
        assertThat(PRICES.of(List.of())).isEmpty();
    }

    @Test
    void anyOfAModelsNamesFindsItsPriceAlsoBehindTheNameOfWhoOffersIt() {
        assertThat(PRICES.of(List.of("$runtime|openai|x", "qwen3-max"))).contains(CODER);
        assertThat(PRICES.of(List.of("openrouter/qwen/qwen3-max"))).contains(CODER);
    }

    @Test
    void whatHasNoPriceIsSaidToHaveNone() {
        charge("unheard-of", new Tokens(1_000, 0, 200));

        assertThat(spent(bead).sentence()).isEqualTo("1,200 tokens, no price known");
        charge("qwen3", new Tokens(1_000_000, 0, 0));
        assertThat(spent(bead).sentence()).isEqualTo("$1.00 and more, 1,001,200 tokens");
    }

    @Test
    void whatAnAgentSaysThatItCostComesBeforeAnyPrice() {
        charge("qwen3", new Tokens(1_000_000, 0, 0), OptionalLong.of(20_000));
        charge("unheard-of", new Tokens(100, 0, 0), OptionalLong.of(30_000));

        assertThat(spent(bead).sentence()).isEqualTo("$0.05, 1,000,100 tokens");
        assertThat(spent(bead).reported()).isEqualTo(2);
    }

    @Test
    void aShippedPriceIsForOneModelAndATownsOwnForAFamily() {
        Price four = new Price("opus-4", 15, 1, 75);
        Price family = new Price("opus", 9, 9, 9);
        Prices shipped = new Prices(List.of(), List.of(four), "2025-12");

        assertThat(shipped.of(List.of("opus-4-20250514"))).contains(four);
        assertThat(shipped.of(List.of("anthropic/opus-4-latest"))).contains(four);
        assertThat(shipped.of(List.of("opus-4-7"))).as("a later one").isEmpty();
        assertThat(shipped.of(List.of("opus-4-mini"))).isEmpty();
        assertThat(new Prices(List.of(family), List.of(four), "").of(List.of("opus-4")))
                .contains(family);
    }

    @Test
    void aPartOfAMillionthCountsAsOne() {
        assertThat(CODER.of(new Tokens(0, 0, 0))).isZero();
        assertThat(new Price("m", 1, 1, 1).of(new Tokens(1, 0, 0))).isEqualTo(1);
    }

    @Test
    void moreCachedThanReadIsRefused() {
        assertThatThrownBy(() -> new Tokens(1, 2, 0))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("no more are cached than read");
    }

    private void charge(String model, Tokens tokens) {
        charge(model, tokens, OptionalLong.empty());
    }

    private void charge(String model, Tokens tokens, OptionalLong reported) {
        town.write(tx ->
                Costs.charge(
                        tx,
                        PRICES,
                        new Costs.Turn(
                                nux,
                                Optional.of(bead),
                                Optional.of(convoy),
                                Optional.of(SmallTown.SHOP),
                                List.of(model),
                                tokens,
                                reported)));
    }

    private Spend spent(BeadId id) {
        return town.read(view -> Costs.of(view, id));
    }
}
