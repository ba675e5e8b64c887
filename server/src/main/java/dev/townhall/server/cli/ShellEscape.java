package dev.townhall.server.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Bytes as one line of printable ASCII that the shell's own `printf %b` turns back into the bytes:
/// a header line's way of carrying standard error without another process in the client.
final class ShellEscape {
    private ShellEscape() {}

    static String escape(byte[] bytes) {
        StringBuilder line = new StringBuilder(bytes.length + bytes.length / 8 + 16);
        for (byte each : bytes) {
            int value = each & 0xff;
            if (value > ' ' && value < 0x7f && value != '\\') {
                line.append((char) value);
            } else {
                line.append("\\0")
                        .append((char) ('0' + (value >> 6)))
                        .append((char) ('0' + (value >> 3 & 7)))
                        .append((char) ('0' + (value & 7)));
            }
        }
        return line.toString();
    }

    static byte[] unescape(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(line.length());
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\\' && i + 5 <= line.length()) {
                bytes.write(Integer.parseInt(line.substring(i + 1, i + 5), 8));
                i += 4;
            } else {
                bytes.writeBytes(
                        String.valueOf(line.charAt(i)).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }
}
