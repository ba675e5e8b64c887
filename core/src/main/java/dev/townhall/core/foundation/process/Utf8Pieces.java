package dev.townhall.core.foundation.process;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Turns a stream of bytes into text piece by piece: a character split between two reads comes out
/// whole, a bad byte is replaced. Used by one thread.
final class Utf8Pieces {
    private static final int CHARACTER_BYTES_MAX = 4;

    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer input;

    Utf8Pieces(int readBytesMax) {
        this.input = ByteBuffer.allocate(readBytesMax + CHARACTER_BYTES_MAX);
    }

    String next(byte[] bytes, int count) {
        input.put(bytes, 0, count);
        return decode(false);
    }

    /// What is left of a character cut off by the end of the stream.
    String last() {
        return decode(true);
    }

    private String decode(boolean atEnd) {
        CharBuffer text = CharBuffer.allocate(input.position() + 1);
        input.flip();
        decoder.decode(input, text, atEnd);
        input.compact();
        return text.flip().toString();
    }
}
