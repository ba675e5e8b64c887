package dev.townhall.core.prime;

/// Sizes as models count them, by rule of thumb: a token is four characters. No provider's own
/// count is closer than a fifth for mixed text and code, and this one needs no model.
public final class Tokens {
    public static final int CHARACTERS_EACH = 4;

    private Tokens() {}

    public static int of(String text) {
        return ofCharacters(text.length());
    }

    public static int ofCharacters(int characters) {
        return (characters + CHARACTERS_EACH - 1) / CHARACTERS_EACH;
    }
}
