package dev.townhall.core.bead;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands a bead carries: a fenced `sh` block in its description, or `exec` in its metadata;
/// and how to verify it: a fenced `verify` block, or `verify` in its metadata.
public record Script(String text) {
    private static final Pattern SH = fence("sh");
    private static final Pattern VERIFY = fence("verify");

    public static Optional<Script> of(Bead bead) {
        return find(bead, SH, "exec");
    }

    public static Optional<Script> verificationOf(Bead bead) {
        return find(bead, VERIFY, "verify");
    }

    /// The commands in a text that is to become a description.
    public static Optional<Script> in(String text) {
        return first(SH, text);
    }

    /// How a text that is to become a description says it is verified.
    public static Optional<Script> verificationIn(String text) {
        return first(VERIFY, text);
    }

    private static Optional<Script> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(new Script(matcher.group(1))) : Optional.empty();
    }

    /// `text` with its block of commands replaced by this one, or, where it has none, followed by it.
    public String replacedIn(String text) {
        String block = "```sh\n" + this.text.stripTrailing() + "\n```";
        Matcher matcher = SH.matcher(text);
        return matcher.find()
                ? text.substring(0, matcher.start()) + block + text.substring(matcher.end())
                : (text.strip() + "\n\n" + block).strip();
    }

    private static Optional<Script> find(Bead bead, Pattern pattern, String metadataKey) {
        Matcher matcher = pattern.matcher(bead.description());
        if (matcher.find()) {
            return Optional.of(new Script(matcher.group(1)));
        }
        String exec = bead.metadata().path(metadataKey).asText("");
        return exec.isBlank() ? Optional.empty() : Optional.of(new Script(exec));
    }

    private static Pattern fence(String language) {
        return Pattern.compile(
                "^```" + language + "[ \\t]*\\n(.*?)^```[ \\t]*$",
                Pattern.MULTILINE | Pattern.DOTALL);
    }
}
