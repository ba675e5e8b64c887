package dev.townhall.core.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "pom.xml, pom.xml",
        "src, src",
        "src, src/",
        "src/, src/api/Door.java",
        "src, src/api/Door.java",
        "src/*.java, src/Door.java",
        "src/?oor.java, src/D*",
        "src/**, src/api/Door.java",
        "src/**/*.java, src/Door.java",
        "src/**/*.java, src/a/b/c/Door.java",
        "**/*.java, src/a/*.java",
        "**/*.java, src/a/",
        "**/pom.xml, **/p*",
        "a*c, ab*",
        "a/**/z, a/b/**",
        "core.v2, core.v2/pom.xml",
        "core.v2, core.v2/**/pom.xml",
        "Makefile, Makefile",
    })
    void whatMayMeanOneFileMeetsBothWays(String one, String other) {
        assertThat(new PathPattern(one).overlaps(new PathPattern(other))).isTrue();
        assertThat(new PathPattern(other).overlaps(new PathPattern(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "pom.xml, pom.xm",
        "pom.xml, core/pom.xml",
        "pom.xml, **/*.java",
        "src/a, src/b",
        "src/api, src/apiary",
        "src/*.java, src/a/Door.java",
        "src/*.java, src/*.kt",
        "src/**/*.java, test/**/*.java",
        "**/*.java, **/*.kt",
        "a/?.txt, a/ab.txt",
        "a?, a",
        "src/**/a.txt, src/**/b.txt",
        "Src/, src/",
    })
    void whatMeansDifferentFilesNeverMeets(String one, String other) {
        assertThat(new PathPattern(one).overlaps(new PathPattern(other))).isFalse();
        assertThat(new PathPattern(other).overlaps(new PathPattern(one))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../other",
                "a/../b",
                "a//b",
                "a/./b",
                "a\\b",
                "",
                " ",
                "*",
                "**",
                "**/*",
                "?/**",
                "a\nb",
                "a\u202eb",
                "/"
            })
    void whatIsNoPathOfATreeOrAllOfItIsRefused(String text) {
        assertThatThrownBy(() -> new PathPattern(text)).isInstanceOf(TownException.class);
    }

    @Test
    void aPathOfMoreThanTwoHundredCharactersIsRefusedWithoutBeingRepeated() {
        String longest = "a".repeat(200);

        assertThat(new PathPattern(longest).overlaps(new PathPattern(longest))).isTrue();
        assertThatThrownBy(() -> new PathPattern("a".repeat(100_000)))
                .isInstanceOf(TownException.class)
                .message()
                .hasSizeLessThan(200);
    }

    /// A naive matcher would take longer than the universe lasts.
    @Test
    void patternsFullOfWildcardsAreComparedAtOnce() {
        PathPattern one = new PathPattern("*a".repeat(99) + "b");
        PathPattern other = new PathPattern("a*".repeat(99) + "c");
        PathPattern deep = new PathPattern("**/a/".repeat(39) + "x.b");
        PathPattern deeper = new PathPattern("**/a/".repeat(39) + "x.c");

        assertThat(one.overlaps(other)).isFalse();
        assertThat(deep.overlaps(deeper)).isFalse();
    }

    @Test
    void aLeadingDotSlashIsNoPartOfWhatIsTyped() {
        assertThat(PathPattern.typed(" ././src/api/ ")).isEqualTo(new PathPattern("src/api/"));
    }
}
