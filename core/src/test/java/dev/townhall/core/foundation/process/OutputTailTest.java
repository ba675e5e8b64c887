package dev.townhall.core.foundation.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.testing.Dice;
import org.junit.jupiter.api.Test;

class OutputTailTest {
    private static OutputTail tail(int bytesMax, String... pieces) {
        OutputTail tail = new OutputTail(bytesMax);
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(UTF_8);
            tail.append(bytes, bytes.length);
        }
        return tail;
    }

    @Test
    void theEndIsKeptWhateverTheSizesOfThePieces() {
        for (long seed = 0; seed < 300; seed++) {
            Dice dice = new Dice(seed);
            OutputTail tail = new OutputTail(dice.between(0, 20_000));
            int bytesMax = new Dice(seed).between(0, 20_000);
            StringBuilder all = new StringBuilder();
            for (int pieces = dice.between(0, 12); pieces > 0; pieces--) {
                String piece = Character.toString('a' + dice.below(26)).repeat(dice.below(9_000));
                all.append(piece);
                tail.append(piece.getBytes(UTF_8), piece.length());
            }

            String expected = all.substring(Math.max(0, all.length() - bytesMax));
            assertThat(tail.text()).as("seed %s", seed).isEqualTo(expected);
            assertThat(tail.total()).isEqualTo(all.length());
        }
    }

    @Test
    void aCharacterCutInHalfIsLeftOut() {
        assertThat(tail(4, "ab€").text()).isEqualTo("b€");
        assertThat(tail(3, "ab€").text()).isEqualTo("€");
        assertThat(tail(2, "ab€").text()).isEmpty();
        assertThat(tail(5, "😀😀").text()).isEqualTo("😀");
    }

    @Test
    void badBytesAreReplaced() {
        OutputTail tail = new OutputTail(10);
        tail.append(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0x80}, 4);

        assertThat(tail.text()).isEqualTo("a\uFFFDb\uFFFD");
    }
}
