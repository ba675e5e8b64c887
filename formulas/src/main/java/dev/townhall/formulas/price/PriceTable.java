package dev.townhall.formulas.price;

import dev.townhall.core.cost.Price;
import dev.townhall.core.cost.Prices;
import dev.townhall.formulas.Resources;
import dev.townhall.formulas.toml.Section;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Reads prices in dollars per million tokens:
///
/// ```toml
/// [prices."qwen3-coder"]
/// input = "0.30"
/// cached = "0.03"      # as input where it is not given
/// output = "1.50"
/// ```
public final class PriceTable {
    private static final String FILE = "prices.toml";
    private static final List<String> KEYS = List.of("input", "cached", "output");
    private static final String AMOUNT = "dollars per million tokens, such as \"1.25\"";

    /// Of a dollar; and of anything dearer somebody mistyped.
    private static final int DIGITS_MAX = 6;

    private static final BigDecimal DOLLARS_MAX = BigDecimal.valueOf(100_000);

    private PriceTable() {}

    /// The prices that come with the town.
    public static Prices shipped() {
        return with(List.of());
    }

    /// Those of `[prices]`, and after them the shipped ones.
    public static Prices of(Section prices) {
        return with(read(prices));
    }

    private static Prices with(List<Price> own) {
        Section file = Section.parse(FILE, Resources.text(FILE));
        return new Prices(
                own, read(file.section("prices").orElseThrow()), file.text("date").orElseThrow());
    }

    private static List<Price> read(Section prices) {
        List<Price> read = new ArrayList<>();
        for (String model : prices.keys()) {
            Section price = prices.section(model).orElseThrow();
            price.allow(KEYS);
            long input = amount(price, "input", prices, model);
            long output = amount(price, "output", prices, model);
            long cached = price.parsed("cached", AMOUNT, PriceTable::micros).orElse(input);
            read.add(prices.made(model, () -> new Price(model, input, cached, output)));
        }
        return read;
    }

    private static long amount(Section price, String key, Section prices, String model) {
        return price.parsed(key, AMOUNT, PriceTable::micros)
                .orElseThrow(() ->
                        prices.problem(
                                model,
                                "the price of '%s' needs '%s', in %s."
                                        .formatted(model, key, AMOUNT)));
    }

    private static long micros(String dollars) {
        BigDecimal amount = new BigDecimal(dollars);
        if (amount.signum() < 0
                || amount.scale() > DIGITS_MAX
                || amount.compareTo(DOLLARS_MAX) > 0) {
            throw new IllegalArgumentException(dollars);
        }
        return amount.movePointRight(DIGITS_MAX).longValueExact();
    }
}
