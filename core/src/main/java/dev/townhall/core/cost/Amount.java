package dev.townhall.core.cost;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much may be spent: money or tokens.
///
/// @param count millionths of a US dollar, or tokens; more than nothing
public record Amount(Unit unit, long count) {
    /// What is written in settings.
    public static final String FORM =
            "dollars such as \"$5\", or tokens such as \"2000000 tokens\"";

    private static final Pattern DOLLARS = Pattern.compile("\\$(\\d{1,9}(?:\\.\\d{1,6})?)");
    private static final Pattern TOKENS = Pattern.compile("(\\d{1,15}) tokens?");
    private static final int MICROS_DIGITS = 6;

    /// What is counted.
    public enum Unit {
        MICROS,
        TOKENS
    }

    public Amount {
        Check.that(count > 0, "A cap is more than nothing; found %s.", count);
    }

    public static Amount dollars(long dollars) {
        return new Amount(Unit.MICROS, Math.multiplyExact(dollars, 1_000_000));
    }

    public static Amount tokens(long tokens) {
        return new Amount(Unit.TOKENS, tokens);
    }

    /// Reads what [#FORM] says; BAD_INPUT otherwise.
    public static Amount parse(String text) {
        Matcher dollars = DOLLARS.matcher(text.strip());
        if (dollars.matches()) {
            BigDecimal amount = new BigDecimal(dollars.group(1));
            return new Amount(Unit.MICROS, amount.movePointRight(MICROS_DIGITS).longValueExact());
        }
        Matcher tokens = TOKENS.matcher(text.strip().replace("_", "").replace(",", ""));
        if (tokens.matches()) {
            return tokens(Long.parseLong(tokens.group(1)));
        }
        throw TownException.badInput("Expected %s; found '%s'.".formatted(FORM, text));
    }

    /// What of `spend` counts here.
    public long in(Spend spend) {
        return switch (unit) {
            case MICROS -> spend.micros();
            case TOKENS -> spend.tokens().total();
        };
    }

    public boolean isReachedBy(Spend spend) {
        return in(spend) >= count;
    }

    /// So many times as much.
    public Amount times(long factor) {
        return new Amount(unit, Math.multiplyExact(count, factor));
    }

    /// With what is in the same unit added.
    public Amount plus(Amount other) {
        return unit == other.unit ? new Amount(unit, Math.addExact(count, other.count)) : this;
    }

    /// What `spend` leaves of it; nothing where it is reached.
    public String left(Spend spend) {
        return text(unit, Math.max(0, count - in(spend)));
    }

    /// How much of `spend` counts here, for people.
    public String spent(Spend spend) {
        return text(unit, in(spend));
    }

    /// `$5.00` or `2,000,000 tokens`.
    public String sentence() {
        return text(unit, count);
    }

    private static String text(Unit unit, long count) {
        return switch (unit) {
            case MICROS -> "$" + Spend.dollars(count);
            case TOKENS -> String.format(Locale.ROOT, "%,d tokens", count);
        };
    }
}
