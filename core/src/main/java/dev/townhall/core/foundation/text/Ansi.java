package dev.townhall.core.foundation.text;

import java.util.regex.Pattern;

/// What programs write to colour a terminal and to move about in it.
public final class Ansi {
    public static final char ESCAPE = '\u001B';

    private static final Pattern SEQUENCE =
            Pattern.compile(
                    "\u001B\\[[0-?]*+[ -/]*+[@-~]|\u001B\\][^\u0007\u001B\n]*+(?:\u0007|\u001B\\\\)|\u001B[()][A-Za-z0-9]|\u001B[=>78cDEHMNOZ]");

    private Ansi() {}

    /// `text` without them and without hidden characters.
    public static String plain(String text) {
        return Hidden.strippedFrom(removedFrom(text));
    }

    /// `text` without whole sequences; one that is not at its end yet stays.
    public static String removedFrom(String text) {
        return text.indexOf(ESCAPE) < 0 ? text : SEQUENCE.matcher(text).replaceAll("");
    }
}
