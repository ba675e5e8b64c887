package dev.townhall.core.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Makes values of a kind from dice.
@FunctionalInterface
public interface Gen<T> {
    T from(Dice dice);

    default <R> Gen<R> map(Function<? super T, ? extends R> change) {
        return dice -> change.apply(from(dice));
    }

    /// Lists of `least` to `most` values.
    default Gen<List<T>> listOf(int least, int most) {
        return dice -> {
            int size = dice.between(least, most);
            List<T> values = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                values.add(from(dice));
            }
            return values;
        };
    }

    static <T> Gen<T> values(List<T> choices) {
        return dice -> dice.oneOf(choices);
    }

    /// Text of up to `most` pieces: letters, blanks, marks that mean something somewhere, and
    /// characters that hide.
    static Gen<String> hostileText(int most) {
        List<String> pieces =
                List.of(
                        "a",
                        "B",
                        "7",
                        " ",
                        "\t",
                        "\n",
                        "\r\n",
                        "- ",
                        "- [ ] ",
                        "* ",
                        "1. ",
                        "  ",
                        "```",
                        "```sh\n",
                        "`",
                        "after:",
                        "approval: required",
                        "<",
                        ">",
                        "&",
                        "@",
                        "@everyone ",
                        "<!channel>",
                        "$(x)",
                        ";",
                        "\\",
                        "\"",
                        "'",
                        "\u0000",
                        "\u001b[31m",
                        "\u202e",
                        "\u200b",
                        "\ufeff",
                        "é",
                        "漢",
                        "\ud83d\ude00",
                        "\ud800",
                        "#",
                        "_",
                        "|",
                        ":",
                        ", ",
                        "/gt ",
                        "approve ",
                        "xoxb-1234567890-abcdefghij");
        return values(pieces).listOf(0, most).map(parts -> String.join("", parts));
    }
}
