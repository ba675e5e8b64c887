package dev.townhall.core.foundation.text;

import java.util.Collection;
import java.util.Optional;

/// The word somebody probably meant.
public final class Nearest {
    private Nearest() {}

    /// The candidate closest to `word`, if it is close: at most a third of its letters differ, or it
    /// begins with the word.
    public static Optional<String> to(String word, Collection<String> candidates) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            boolean begins = word.length() >= 2 && candidate.startsWith(word);
            int cost = begins ? Math.min(1, distance) : distance;
            if (cost < least) {
                least = cost;
                best = candidate;
            }
        }
        int most = Math.max(1, (best.length() + 2) / 3);
        return least <= most && !best.isEmpty() ? Optional.of(best) : Optional.empty();
    }

    /// Edits (insert, remove, replace, swap neighbours) that make one word the other.
    private static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = cost(cost, one, other, i, j);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static int cost(int[][] cost, String one, String other, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least =
                Math.min(
                        cost[i - 1][j - 1] + (same ? 0 : 1),
                        Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
