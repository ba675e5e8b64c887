package dev.townhall.core.reservation;

/// Names in which `*` stands for any text and `?` for one character.
final class Wildcards {
    private Wildcards() {}

    /// Whether there is a name that fits both.
    static boolean meet(String one, String other) {
        boolean[][] fits = new boolean[one.length() + 1][other.length() + 1];
        for (int i = one.length(); i >= 0; i--) {
            for (int j = other.length(); j >= 0; j--) {
                fits[i][j] = fits(one, i, other, j, fits);
            }
        }
        return fits[0][0];
    }

    private static boolean fits(String one, int i, String other, int j, boolean[][] fits) {
        boolean oneLeft = i < one.length();
        boolean otherLeft = j < other.length();
        if (!oneLeft && !otherLeft) {
            return true;
        }
        if (oneLeft && one.charAt(i) == '*') {
            return fits[i + 1][j] || (otherLeft && fits[i][j + 1]);
        }
        if (otherLeft && other.charAt(j) == '*') {
            return fits[i][j + 1] || (oneLeft && fits[i + 1][j]);
        }
        return oneLeft
                && otherLeft
                && (one.charAt(i) == other.charAt(j)
                        || one.charAt(i) == '?'
                        || other.charAt(j) == '?')
                && fits[i + 1][j + 1];
    }
}
