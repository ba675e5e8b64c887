package dev.townhall.formulas.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.cost.Price;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.cost.Tokens;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.formulas.toml.Section;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {
    @Test
    void theShippedPricesKnowTheModelsOfTheShippedAgents() {
        Prices prices = PriceTable.shipped();

        assertThat(prices.of(List.of("claude-sonnet-4-5-20250929")).orElseThrow().outputMicros())
                .isEqualTo(15_000_000);
        assertThat(prices.of(List.of("gpt-5-mini-2025-08-07")).orElseThrow().inputMicros())
                .isEqualTo(250_000);
        assertThat(prices.of(List.of("gemini-2.5-pro"))).isPresent();
        assertThat(prices.of(List.of("qwen/qwen3-coder-plus"))).isPresent();
        assertThat(prices.of(List.of("a-model-of-nobody"))).isEmpty();
        assertThat(prices.of(List.of("claude-opus-4-9"))).as("nobody knows").isEmpty();
        assertThat(prices.date()).matches("20[0-9]{2}-[0-9]{2}");
        assertThat(prices.shipped())
                .allMatch(price ->
                        price.cachedMicros() <= price.inputMicros()
                                && price.inputMicros() < price.outputMicros());
    }

    @Test
    void aTownsOwnPriceComesBeforeTheShippedOne() {
        Prices prices =
                PriceTable.of(
                        Section.parse(
                                "town.toml",
                                """
                                ["gpt-5"]
                                input = "1"
                                output = "2.5"
                                """));

        Price price = prices.of(List.of("gpt-5-codex")).orElseThrow();

        assertThat(price.of(new Tokens(1_000_000, 400_000, 1_000_000))).isEqualTo(3_500_000);
        assertThat(prices.of(List.of("gemini-2.5-flash")).orElseThrow().inputMicros())
                .isEqualTo(300_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "input = \"cheap\"   | input' must be dollars per million tokens",
                "input = \"-1\"      | input' must be dollars per million tokens",
                "input = \"1e9\"     | input' must be dollars per million tokens",
                "input = 1           | input' must be dollars per million tokens",
                "output = \"1\"      | needs 'input'",
                "inputs = \"1\"      | Did you mean 'input'?",
            })
    void aMistakeIsNamedWithItsLine(String line, String expected) {
        Section prices = Section.parse("town.toml", "[x]\n" + line + "\n");

        assertThatThrownBy(() -> PriceTable.of(prices))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("town.toml:")
                .hasMessageContaining(expected);
    }
}
