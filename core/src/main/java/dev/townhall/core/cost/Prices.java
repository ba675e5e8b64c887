package dev.townhall.core.cost;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/// A table of prices: those of the town's settings first, then those that come with it.
///
/// @param own the longest name that begins a model's name counts
/// @param shipped for the models of exactly these names, a date or the like behind it aside: what is
///     new of a family has its own price, which nobody here knows
/// @param date when the shipped ones were right
public record Prices(List<Price> own, List<Price> shipped, String date) {
    public static final Prices NONE = new Prices(List.of());

    /// What says which edition of the same model it is.
    private static final Pattern EDITION =
            Pattern.compile(
                    "[-@](20[0-9]{6}|20[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}|[0-9]{3,4}|latest|preview(-[0-9]{2}-[0-9]{2,4})?)");

    public Prices {
        own = List.copyOf(own);
        shipped = List.copyOf(shipped);
    }

    /// Nothing but a town's own.
    public Prices(List<Price> own) {
        this(own, List.of(), "");
    }

    /// The price of a model.
    ///
    /// @param names of one model; what stands before a slash names who offers it
    public Optional<Price> of(List<String> names) {
        return longest(own, names, String::startsWith)
                .or(() -> longest(shipped, names, Prices::isEdition));
    }

    private static Optional<Price> longest(
            List<Price> prices, List<String> names, BiPredicate<String, String> fits) {
        return prices.stream()
                .filter(price -> names.stream().anyMatch(name -> isFor(price, name, fits)))
                .max(Comparator.comparingInt(price -> price.model().length()));
    }

    private static boolean isFor(Price price, String name, BiPredicate<String, String> fits) {
        String model = name.toLowerCase(Locale.ROOT);
        String begin = price.model().toLowerCase(Locale.ROOT);
        return fits.test(model, begin)
                || fits.test(model.substring(model.lastIndexOf('/') + 1), begin);
    }

    private static boolean isEdition(String model, String name) {
        return model.equals(name)
                || (model.startsWith(name)
                        && EDITION.matcher(model.substring(name.length())).matches());
    }
}
