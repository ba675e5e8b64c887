package dev.townhall.server.cli;

import dev.townhall.core.foundation.check.TownException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The body of a call: `name=value` pairs joined by `&`, values percent-encoded bytes. Decoded here
/// and not by the servlet's parameters, which lose bytes that are not UTF-8 without a word.
final class CliForm {
    private final List<Field> fields;

    private static final class Field {
        private final String name;
        private final byte[] value;

        Field(String name, byte[] value) {
            this.name = name;
            this.value = value;
        }
    }

    private CliForm(List<Field> fields) {
        this.fields = fields;
    }

    static CliForm parse(byte[] body) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '&') {
                if (i > start) {
                    fields.add(field(body, start, i));
                }
                start = i + 1;
            }
        }
        return new CliForm(fields);
    }

    private static Field field(byte[] body, int start, int end) {
        int equals = start;
        while (equals < end && body[equals] != '=') {
            equals++;
        }
        String name = new String(body, start, equals - start, StandardCharsets.US_ASCII);
        return new Field(name, decoded(body, Math.min(equals + 1, end), end));
    }

    private static byte[] decoded(byte[] body, int start, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (body[i] == '+') {
                bytes.write(' ');
            } else if (body[i] == '%') {
                bytes.write(hex(body, i + 1, end) * 16 + hex(body, i + 2, end));
                i += 2;
            } else {
                bytes.write(body[i]);
            }
        }
        return bytes.toByteArray();
    }

    private static int hex(byte[] body, int at, int end) {
        int digit = at < end ? Character.digit(body[at], 16) : -1;
        if (digit < 0) {
            throw TownException.badInput("A percent sign in a call is not followed by two digits.");
        }
        return digit;
    }

    Optional<byte[]> bytes(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .findFirst()
                .map(field -> field.value);
    }

    Optional<String> text(String name) {
        return texts(name).stream().findFirst();
    }

    List<String> texts(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(field -> text(field.value))
                .toList();
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            String shown = new String(bytes, StandardCharsets.UTF_8);
            throw TownException.badInput("An argument is not valid UTF-8: '" + shown + "'.");
        }
    }
}
