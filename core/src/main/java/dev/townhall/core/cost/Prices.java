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

    /// The price of a model.
    ///
    /// @param names of one model; what stands before a slash names who offers it
    public Optional<Price> of(List<String> names) {
        return prices.stream()
                .filter(price -> names.stream().anyMatch(name -> isFor(price, name)))
                .max(Comparator.comparingInt(price -> price.model().length()));
    }

    private static boolean isFor(Price price, String name) {
        String model = name.toLowerCase(Locale.ROOT);
        String begin = price.model().toLowerCase(Locale.ROOT);
        return model.startsWith(begin)
                || model.substring(model.lastIndexOf('/') + 1).startsWith(begin);
    }
}
