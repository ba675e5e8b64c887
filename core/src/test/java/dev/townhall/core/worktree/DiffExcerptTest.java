package dev.townhall.core.worktree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DiffExcerptTest {
    @Test
    void aShortDiffIsWholeButForGitsIds() {
        assertThat(
                        excerpt(
                                "diff --git a/x b/x\nindex 12..34 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"))
                .isEqualTo("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b");
    }

    @Test
    void aLongDiffIsCutBetweenLinesAndSaysHowManyAreLeft() {
        assertThat(excerpt("+line\n".repeat(1_000)).lines())
                .hasSize(DiffExcerpt.LINES_MAX + 1)
                .last()
                .isEqualTo("… and 850 more lines");
    }

    @Test
    void longLinesAreCutAndDoNotMakeItLong() {
        String text = excerpt(("+" + "x".repeat(5_000) + "\n").repeat(100));

        assertThat(text.length()).isLessThan(DiffExcerpt.CHARS_MAX + 100);
        assertThat(text).contains("x…\n").contains(" more lines");
    }

    @Test
    void noCharacterIsTornWhereALineIsCut() {
        String text = excerpt("+" + "😀".repeat(300) + "\n");

        assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text).endsWith("…");
    }

    @Test
    void bytesBeyondWhatIsKeptAreCountedOnly() {
        assertThat(excerpt("+\n".repeat(1_000_000))).endsWith("… and 999850 more lines");
    }

    private static String excerpt(String diff) {
        DiffExcerpt excerpt = new DiffExcerpt();
        try (excerpt) {
            excerpt.write(diff.getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return excerpt.text();
    }
}
