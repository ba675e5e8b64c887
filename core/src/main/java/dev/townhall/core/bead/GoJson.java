package dev.townhall.core.bead;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.util.HexFormat;

/// JSON as the Beads tracker's own writer (Go's `encoding/json`) puts it on a line: `<`, `>`, `&` and
/// the two Unicode line ends escaped, lower-case hexadecimal, numbers as they came.
final class GoJson {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    static {
        MAPPER.getFactory().setCharacterEscapes(new Escapes());
    }

    private GoJson() {}

    /// What becomes of the text of one object.
    @FunctionalInterface
    interface Reading<T> {
        /// Reads with `parser`, which is at the opening brace.
        T read(JsonParser parser) throws IOException;
    }

    /// Reads one object; BAD_INPUT when the text is none.
    static <T> T readObject(String line, Reading<T> reading) {
        try (JsonParser parser = MAPPER.createParser(line)) {
            return readObject(parser, reading);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The same from UTF-8.
    static <T> T readObject(byte[] line, Reading<T> reading) {
        try (JsonParser parser = MAPPER.createParser(line)) {
            return readObject(parser, reading);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static <T> T readObject(JsonParser parser, Reading<T> reading) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw TownException.badInput("Not a bead's record: a JSON object is expected.");
        }
        return reading.read(parser);
    }

    private static TownException unreadable(IOException e) {
        String what =
                e instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : e.toString();
        return new TownException(ErrorCode.BAD_INPUT, "Not a bead's record: " + what, e);
    }

    static String write(ObjectNode record) {
        try {
            return MAPPER.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new TownException(ErrorCode.BUG, "Cannot write JSON: " + e.getMessage(), e);
        }
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            for (int c = 0; c < ' '; c++) {
                if (codes[c] == ESCAPE_STANDARD) {
                    codes[c] = ESCAPE_CUSTOM;
                }
            }
            codes['<'] = ESCAPE_CUSTOM;
            codes['>'] = ESCAPE_CUSTOM;
            codes['&'] = ESCAPE_CUSTOM;
            return codes;
        }

        @Override
        @SuppressWarnings("NullAway") // Jackson's "no escape for this character" is null.
        public SerializableString getEscapeSequence(int c) {
            boolean escaped = c < 0x80 || c == 0x2028 || c == 0x2029;
            return escaped
                    ? new SerializedString("\\u" + HexFormat.of().toHexDigits((char) c))
                    : null;
        }
    }
}
