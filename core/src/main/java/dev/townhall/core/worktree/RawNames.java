package dev.townhall.core.worktree;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// File names as git has them: bytes, not text. Inside this package a name or path is a **raw**
/// string whose characters are its bytes (ISO 8859-1), so that any name survives whatever the
/// locale of the process, and the natural order of such strings is git's order.
final class RawNames {
    private RawNames() {}

    /// The raw form of the last part of `path`.
    static String of(Path path) {
        String text = String.valueOf(path.getFileName());
        if (isPlain(text)) {
            return text;
        }
        String encoded = path.toUri().getRawPath();
        int end = encoded.endsWith("/") ? encoded.length() - 1 : encoded.length();
        return percentDecode(encoded.substring(encoded.lastIndexOf('/', end - 1) + 1, end));
    }

    /// The raw form of what a symbolic link holds.
    static String ofLink(Path target) {
        String text = target.toString();
        if (isPlain(text)) {
            return text;
        }
        Path root = Path.of("/").toAbsolutePath();
        String encoded = percentDecode(root.resolve(target).toUri().getRawPath());
        return target.isAbsolute() ? encoded : encoded.substring(1);
    }

    /// The file named by the raw path `raw` below `folder`.
    static Path resolve(Path folder, String raw) {
        if (isPlain(raw)) {
            return folder.resolve(raw);
        }
        String base = folder.toUri().toString();
        return Path.of(URI.create((base.endsWith("/") ? base : base + "/") + percentEncode(raw)));
    }

    /// For a link's target, which may be relative or absolute.
    static Path linkTarget(String raw) {
        if (isPlain(raw)) {
            return Path.of(raw);
        }
        Path root = Path.of("/").toAbsolutePath();
        if (raw.startsWith("/")) {
            return resolve(root, raw.substring(1));
        }
        return root.relativize(resolve(root, raw));
    }

    /// The raw form of ordinary text.
    static String ofText(String text) {
        return isPlain(text)
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String ofBytes(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// For people and for matching of ignore rules.
    static String text(String raw) {
        return isPlain(raw) ? raw : new String(bytes(raw), StandardCharsets.UTF_8);
    }

    /// Whether git may write a file of this name: none that leaves its folder or that some file
    /// system takes for git's own folder.
    static boolean isSafe(String rawName) {
        if (rawName.isEmpty() || rawName.equals(".") || rawName.equals("..")) {
            return false;
        }
        return rawName.indexOf('/') < 0 && rawName.indexOf('\0') < 0 && !isGitFolder(rawName);
    }

    /// `.git` and what case-folding file systems take for it.
    static boolean isGitFolder(String rawName) {
        if (rawName.length() < 4 || rawName.length() > 40) {
            return false;
        }
        char first = rawName.charAt(0);
        if (first != '.' && first != 'g' && first != 'G' && first < 0x80) {
            return false;
        }
        StringBuilder letters = new StringBuilder();
        text(rawName)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .forEach(letters::appendCodePoint);
        String folded = letters.toString().toLowerCase(Locale.ROOT);
        while (folded.endsWith(".") || folded.endsWith(" ")) {
            folded = folded.substring(0, folded.length() - 1);
        }
        return folded.equals(".git") || folded.equals("git~1") || folded.startsWith(".git:");
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String percentEncode(String raw) {
        StringBuilder encoded = new StringBuilder(raw.length() * 2);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean kept = c == '/' || (c < 0x80 && Character.isLetterOrDigit(c));
            if (kept) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.forDigit(c >> 4, 16))
                        .append(Character.forDigit(c & 15, 16));
            }
        }
        return encoded.toString();
    }

    private static String percentDecode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
