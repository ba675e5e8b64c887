package dev.townhall.core.cost;

import dev.townhall.core.bead.Aspect;
import java.util.Locale;

/// What was spent on something so far.
///
/// @param micros in millionths of a US dollar
/// @param unpriced turns whose model has no price: their tokens count, their money is unknown
/// @param unmeasured turns whose tokens are not, or not all, known: they were cut off, or their agent
///     does not tell
/// @param reported turns whose money the agent told itself
public record Spend(
        long turns, Tokens tokens, long micros, long unpriced, long unmeasured, long reported) {
    public static final Aspect<Spend> ASPECT = new Aspect<>("spend", Spend.class);
    public static final Spend NONE = new Spend(0, Tokens.NONE, 0, 0, 0, 0);

    public Spend plus(Spend other) {
        return new Spend(
                turns + other.turns,
                tokens.plus(other.tokens),
                Math.addExact(micros, other.micros),
                unpriced + other.unpriced,
                unmeasured + other.unmeasured,
                reported + other.reported);
    }

    /// What is known of the money, in dollars and full cents, rounded up: `0.42`.
    public String dollars() {
        return dollars(micros);
    }

    static String dollars(long micros) {
        long cents = Math.ceilDiv(micros, 10_000);
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }

    /// `$0.42`, `$0.42 and more` where some is unknown, or the tokens alone where all of it is.
    public String sentence() {
        return known() + (unmeasured == 0 ? "" : ", " + missing());
    }

    /// `1 turn without figures`.
    public String missing() {
        return unmeasured + (unmeasured == 1 ? " turn" : " turns") + " without figures";
    }

    private String known() {
        String money = "$" + dollars();
        String read = String.format(Locale.ROOT, "%,d tokens", tokens.total());
        if (unpriced == 0) {
            return money + ", " + read;
        }
        return unpriced == turns ? read + ", no price known" : money + " and more, " + read;
    }
}
