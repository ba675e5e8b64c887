package dev.townhall.core.cost;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A table of prices. The longest name that begins a model's name counts.
public record Prices(List<Price> prices) {
    public static final Prices NONE = new Prices(List.of());

    public Prices {
        prices = List.copyOf(prices);
    }

    public Optional<Price> of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return prices.stream()
                .filter(price -> name.startsWith(price.model().toLowerCase(Locale.ROOT)))
                .max(Comparator.comparingInt(price -> price.model().length()));
    }
}
