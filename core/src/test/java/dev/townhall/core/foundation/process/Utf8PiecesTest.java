package dev.townhall.core.foundation.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Utf8PiecesTest {
    private static String through(byte[] all, int piece) {
        Utf8Pieces pieces = new Utf8Pieces(piece);
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < all.length; at += piece) {
            int count = Math.min(piece, all.length - at);
            text.append(pieces.next(java.util.Arrays.copyOfRange(all, at, at + count), count));
        }
        return text.append(pieces.last()).toString();
    }

    @Test
    void charactersComeOutWholeHoweverTheyAreCut() {
        String text = "aé€😀\n".repeat(20);

        for (int piece = 1; piece <= 17; piece++) {
            assertThat(through(text.getBytes(UTF_8), piece)).isEqualTo(text);
        }
    }

    @Test
    void badBytesAndACutOffEndAreReplaced() {
        byte[] bad = {'a', (byte) 0xFF, 'b', (byte) 0xE2, (byte) 0x82};

        for (int piece = 1; piece <= 5; piece++) {
            assertThat(through(bad, piece)).isEqualTo("a\uFFFDb\uFFFD");
        }
    }
}
