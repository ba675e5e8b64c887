package dev.townhall.server.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Bytes as lines of printable ASCII that the shell's own `printf %b` turns back into the bytes:
/// a header line's way of carrying standard error without another process in the client.
final class ShellEscape {
    private ShellEscape() {}

    /// `bytes` in lines of at most `lengthMax` characters; no escape is split.
    static List<String> lines(byte[] bytes, int lengthMax) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(lengthMax);
        for (byte each : bytes) {
            String escaped = escape(each & 0xff);
            if (line.length() + escaped.length() > lengthMax) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(escaped);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static String escape(int value) {
        if (value > ' ' && value < 0x7f && value != '\\') {
            return String.valueOf((char) value);
        }
        return "\\0" + (value >> 6) + ((value >> 3) & 7) + (value & 7);
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
