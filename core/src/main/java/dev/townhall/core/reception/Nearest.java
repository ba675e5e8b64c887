package dev.townhall.core.reception;

import java.util.Comparator;
import java.util.List;

/// Words a mistyped one was probably meant to be.
final class Nearest {
    private static final int SUGGESTIONS_MAX = 3;

    private Nearest() {}

    /// Those of `known` at most two edits away (one for short words), nearest first.
    static List<String> to(String typed, List<String> known) {
        if (typed.isEmpty() || typed.length() > 20) {
            return List.of();
        }
        int most = typed.length() <= 4 ? 1 : 2;
        return known.stream()
                .filter(word -> distance(typed, word) <= most)
                .sorted(Comparator.comparingInt((String word) -> distance(typed, word)))
                .limit(SUGGESTIONS_MAX)
                .toList();
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replace, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = best;
            }
        }
        return rows[a.length()][b.length()];
    }
}
