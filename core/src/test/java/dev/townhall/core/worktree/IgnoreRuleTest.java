package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.testing.Dice;
import dev.townhall.core.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our ignore rules against git's.
class IgnoreRuleTest {
    private static final List<String> RULES =
            List.of(
                    "*.log",
                    "/root.txt",
                    "build/",
                    "doc/*.txt",
                    "a/**/z",
                    "**/deep",
                    "tail/**",
                    "**",
                    "*",
                    "?",
                    "[ab].c",
                    "[!ab].c",
                    "[^a-c]x",
                    "[]x]",
                    "[a-",
                    "[[:digit:]]*",
                    "[[:nonsense:]]",
                    "[z-a]",
                    "\\#hash",
                    "\\!bang",
                    "#comment",
                    "trailing   ",
                    "kept\\ ",
                    "back\\",
                    "a*b*c",
                    "*a*",
                    "foo**",
                    "**foo",
                    "a/b",
                    "/a/b/",
                    "a//b",
                    "/",
                    "./a",
                    "../a",
                    "**/a/**",
                    "a/**/**/z",
                    "x/*",
                    "\u00e9*",
                    "??",
                    "[\\]]",
                    "[a\\-z]",
                    ".*",
                    "*.*.txt",
                    "a/*/z",
                    "**/build/",
                    "Upper");

    private static final List<String> NAMES =
            List.of(
                    "a",
                    "b",
                    "c",
                    "x",
                    "z",
                    "ab",
                    "abc",
                    "aXbYc",
                    "foo",
                    "foobar",
                    "barfoo",
                    "build",
                    "deep",
                    "doc",
                    "tail",
                    "root.txt",
                    "one.txt",
                    "two.log",
                    "a.c",
                    "d.c",
                    "dx",
                    "]",
                    "-",
                    "1x",
                    "#hash",
                    "!bang",
                    "trailing",
                    "kept ",
                    "\u00e9t\u00e9",
                    ".hidden",
                    "x.y.txt",
                    "upper",
                    "Upper",
                    "back",
                    "[a-");

    @TempDir Path folder;

    @Test
    void everyRuleSaysOfEveryPathWhatGitSays() throws IOException {
        Dice dice = new Dice(7);
        List<String> paths = new ArrayList<>(NAMES);
        while (paths.size() < 250) {
            StringBuilder path = new StringBuilder(dice.oneOf(NAMES));
            for (int depth = dice.between(1, 3); depth > 0; depth--) {
                path.append('/').append(dice.oneOf(NAMES));
            }
            paths.add(path.toString());
        }
        Git git = new Git(folder);
        git.run("init", "--quiet");
        Path input = folder.resolve(".git/paths");
        Files.writeString(input, String.join("\0", paths));
        for (String rule : RULES) {
            Files.writeString(folder.resolve(".gitignore"), rule + "\n");
            assertThat(ours(paths)).as("rule '%s'", rule).isEqualTo(gits(git, input));
        }
    }

    @Test
    void laterRulesTakeBackWhatEarlierOnesLeftOut() throws IOException {
        Dice dice = new Dice(11);
        Git git = new Git(folder);
        git.run("init", "--quiet");
        Path input = folder.resolve(".git/paths");
        Files.writeString(input, String.join("\0", NAMES));
        for (int round = 0; round < 30; round++) {
            StringBuilder rules = new StringBuilder();
            for (int line = 0; line < 5; line++) {
                rules.append(dice.chance(40) ? "!" : "").append(dice.oneOf(RULES)).append('\n');
            }
            Files.writeString(folder.resolve(".gitignore"), rules);
            assertThat(ours(NAMES)).as("rules\n%s", rules).isEqualTo(gits(git, input));
        }
    }

    @Test
    void noPatternTakesLong() {
        String[] path = ("a".repeat(250) + "/").repeat(12).concat("c").split("/");
        List<String> nasty =
                List.of(
                        "a*".repeat(100) + "b",
                        "**/a/".repeat(100) + "b",
                        "[a-a]*".repeat(100) + "b",
                        "?*".repeat(200) + "b");
        for (String pattern : nasty) {
            IgnoreRule rule = IgnoreRule.parse(pattern).orElseThrow();
            Assertions.assertTimeoutPreemptively(
                    Patience.PATIENCE, () -> assertThat(rule.matches(path, false)).isFalse());
        }
    }

    /// A path is ignored when it or a folder above it is.
    private Set<String> ours(List<String> paths) throws IOException {
        Ignores ignores = Ignores.root(folder.resolve("-")).inside("", folder);
        Set<String> ignored = new TreeSet<>();
        for (String path : paths) {
            String raw = RawNames.ofText(path);
            boolean out = ignores.leaveOut(raw, false);
            for (int slash = raw.indexOf('/'); slash > 0; slash = raw.indexOf('/', slash + 1)) {
                out |= ignores.leaveOut(raw.substring(0, slash), true);
            }
            if (out) {
                ignored.add(path);
            }
        }
        return ignored;
    }

    private static Set<String> gits(Git git, Path input) {
        String output = git.runOn(input, "check-ignore", "--no-index", "-z", "--stdin");
        Set<String> ignored = new TreeSet<>();
        for (String path : output.split("\0", -1)) {
            if (!path.isEmpty()) {
                ignored.add(path);
            }
        }
        return ignored;
    }
}
