package dev.townhall.core.foundation.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClippedTest {
    @ParameterizedTest
    @CsvSource({
        "abc, 3, abc",
        "abcd, 3, ab…",
        "'ab cd', 4, ab…",
        "😀😀😀, 3, 😀😀😀",
        "😀😀😀😀, 3, 😀😀…",
        "ééé, 2, é…",
    })
    void whatIsCutEndsBetweenCharacters(String text, int max, String expected) {
        assertThat(Clipped.to(max, text)).isEqualTo(expected);
    }

    @Test
    void aFamilyIsNotTornApart() {
        String family = "👩‍👩‍👧";

        assertThat(Clipped.to(2, family + family + family)).isEqualTo(family + "…");
    }
}
