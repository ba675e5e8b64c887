package dev.townhall.core.foundation.text;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Marks within a text what each place where it is shown words its own way: a command that is
/// named, and a remark that makes sense only among people who talk. The marks are hidden characters
/// ([Hidden]), so a place that knows nothing of them shows the plain words once it has cleaned the
/// text, as every place does.
public final class Spoken {
    private static final char COMMAND = '\u0002';
    private static final char COMMAND_END = '\u0003';
    private static final char TALK = '\u000e';
    private static final char TALK_END = '\u000f';
    private static final Pattern SAID =
            Pattern.compile("(?:\\b([Ss])ay )?" + COMMAND + "([^\u0002\u0003]*)" + COMMAND_END);
    private static final Pattern TALKED = Pattern.compile(TALK + "[^\u000e\u000f]*" + TALK_END);

    private Spoken() {}

    /// `line`, in the words of a talk, as the name of a command.
    public static String command(String line) {
        return COMMAND + line + COMMAND_END;
    }

    /// A remark that is left out where nobody talks.
    public static String inTalk(String remark) {
        return TALK + remark + TALK_END;
    }

    /// The text for a place where commands are typed: each named one as `wording` gives it, after
    /// "type" instead of "say", and without remarks for talks.
    public static String typed(String text, UnaryOperator<String> wording) {
        Matcher matcher = SAID.matcher(TALKED.matcher(text).replaceAll(""));
        return matcher.replaceAll(found -> {
            String say = found.group(1);
            String verb = say == null ? "" : say.equals("S") ? "Type " : "type ";
            return Matcher.quoteReplacement(verb + wording.apply(found.group(2)));
        });
    }
}
