package dev.townhall.core.permission;

import dev.townhall.core.foundation.check.Check;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A rig's own rule about what its agents may do. All of what it names must fit.
///
/// @param kind the sort of act; any when absent
/// @param path a pattern one of the touched paths must match, as the request names it: `*` stands
///     for any run of characters; any when absent
/// @param command a pattern the whole command line must match; any when absent
public record Rule(
        Effect effect,
        Optional<ToolUse.Kind> kind,
        Optional<String> path,
        Optional<String> command) {
    private static final int PATTERN_MAX = 2_000;

    public Rule {
        Check.that(
                kind.isPresent() || path.isPresent() || command.isPresent(),
                "A rule names a kind, a path or a command; found none, and a rule about everything is none.");
        for (String pattern : Stream.concat(path.stream(), command.stream()).toList()) {
            Check.that(
                    !pattern.isBlank() && pattern.length() <= PATTERN_MAX,
                    "A rule's pattern has 1 to %s characters; found %s.",
                    PATTERN_MAX,
                    pattern.length());
        }
    }

    /// What "always on this rig" means: the same act again, to the letter.
    public static Rule always(ToolUse use) {
        if (use.command().isPresent()) {
            return new Rule(
                    Effect.ALLOW,
                    Optional.of(use.kind()),
                    Optional.empty(),
                    use.command().map(Rule::literally));
        }
        Check.that(
                use.paths().size() == 1,
                "Only an act with one command or one path can be allowed for always; %s names %s paths.",
                use.tool(),
                use.paths().size());
        return new Rule(
                Effect.ALLOW,
                Optional.of(use.kind()),
                Optional.of(literally(use.paths().getFirst())),
                Optional.empty());
    }

    /// Whether [#always] can say of `use` what exactly is allowed.
    public static boolean canBeAlways(ToolUse use) {
        return use.command().isPresent()
                ? use.paths().isEmpty() && use.command().get().length() <= PATTERN_MAX / 2
                : use.paths().size() == 1 && use.paths().getFirst().length() <= PATTERN_MAX / 2;
    }

    boolean fits(ToolUse use) {
        return kind.map(k -> k == use.kind()).orElse(true)
                && path.map(p -> fitsPaths(p, use)).orElse(true)
                && command.map(c -> use.command().map(line -> matches(c, line)).orElse(false))
                        .orElse(true);
    }

    /// A permission must fit every path of the act, a prohibition any one.
    private boolean fitsPaths(String pattern, ToolUse use) {
        List<String> paths = use.paths();
        return effect == Effect.ALLOW
                ? !paths.isEmpty() && paths.stream().allMatch(found -> matches(pattern, found))
                : paths.stream().anyMatch(found -> matches(pattern, found));
    }

    /// For people: `allow execute "npm test"`.
    public String sentence() {
        String what = kind.map(k -> " " + k.name().toLowerCase(java.util.Locale.ROOT)).orElse("");
        String where = path.map(p -> " in \"" + p + "\"").orElse("");
        String line = command.map(c -> " \"" + c + "\"").orElse("");
        return effect.name().toLowerCase(java.util.Locale.ROOT) + what + where + line;
    }

    private static boolean matches(String pattern, String text) {
        return Pattern.compile(expression(pattern), Pattern.DOTALL).matcher(text).matches();
    }

    /// `*` matches any run, `\` takes the next character as it is.
    private static String expression(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                expression.append(".*");
            } else {
                char literal = c == '\\' && i + 1 < pattern.length() ? pattern.charAt(++i) : c;
                expression.append(Pattern.quote(String.valueOf(literal)));
            }
        }
        return expression.toString();
    }

    private static String literally(String text) {
        return text.codePoints()
                .mapToObj(c -> (c == '*' || c == '\\' ? "\\" : "") + Character.toString(c))
                .collect(Collectors.joining());
    }
}
