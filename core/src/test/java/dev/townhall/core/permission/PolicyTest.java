package dev.townhall.core.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.permission.ToolUse.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final Path TREE = Path.of("/town/rigs/shop/trees/nux");
    private static final Place OPEN = new Place(TREE, false, true);
    private static final Place SANDBOX = new Place(TREE, true, true);
    private static final Place OFFLINE = new Place(TREE, true, false);
    private static final Policy DEFAULT = new Policy(List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "npm test § ALLOW § ALLOW § ALLOW",
                "git add -A && git commit -m 'a b' § ALLOW § ALLOW § ALLOW",
                "git push origin HEAD § ASK § ASK § ASK",
                "git -C . push § ASK § ASK § ASK",
                "/usr/bin/git -c x=y push § ASK § ASK § ASK",
                "true; git push § ASK § ASK § ASK",
                "true | xargs git push § ASK § ASK § ASK",
                "bash -c 'git push' § ASK § ASK § ASK",
                "env A=b git push § ASK § ASK § ASK",
                "A=b git push § ASK § ASK § ASK",
                "echo $(git push) § ASK § ASK § ASK",
                "echo \"`git push`\" § ASK § ASK § ASK",
                "timeout 10 git push § ASK § ASK § ASK",
                "if true; then git push; fi § ASK § ASK § ASK",
                "(git push) § ASK § ASK § ASK",
                "gi\\t pu'sh' § ASK § ASK § ASK",
                "echo 'git push' § ALLOW § ALLOW § ALLOW",
                "echo a # git push § ALLOW § ALLOW § ALLOW",
                "sudo ls § ASK § ASK § ASK",
                "gh pr create § ASK § ASK § ASK",
                "npm install left-pad § ASK § ALLOW § ASK",
                "npm publish § ASK § ASK § ASK",
                "pip install x § ASK § ALLOW § ASK",
                "curl https://example.org § ASK § ALLOW § ASK",
                "git filter-branch --all § ASK § ALLOW § ALLOW",
                "rm -rf build § ALLOW § ALLOW § ALLOW",
                "rm -rf / § ASK § ALLOW § ALLOW",
                "rm -rf ../other § ASK § ALLOW § ALLOW",
                "rm -rf ~ § ASK § ALLOW § ALLOW",
                "rm -rf $HOME § ASK § ALLOW § ALLOW",
                "eval \"$X\" § ASK § ALLOW § ALLOW",
                "$TOOL push § ASK § ALLOW § ALLOW",
                "sh § ASK § ALLOW § ALLOW",
                "cat <<E § ASK § ALLOW § ALLOW",
                "echo x > /etc/passwd § ASK § ALLOW § ALLOW",
                "cat ~/.ssh/id_rsa § DENY § ALLOW § ALLOW",
                "echo 'unclosed § ASK § ALLOW § ALLOW",
            })
    void commandsAreJudgedBySimpleCommand(
            String line, Effect withoutSandbox, Effect inSandbox, Effect offline) {
        ToolUse use = command(line);

        assertThat(DEFAULT.decide(use, OPEN).effect()).as("no sandbox").isEqualTo(withoutSandbox);
        assertThat(DEFAULT.decide(use, SANDBOX).effect()).as("sandbox").isEqualTo(inSandbox);
        assertThat(DEFAULT.decide(use, OFFLINE).effect()).as("no network").isEqualTo(offline);
    }

    @ParameterizedTest
    @CsvSource({
        "READ,   src/a.txt,            ALLOW, ALLOW",
        "EDIT,   src/a.txt,            ALLOW, ALLOW",
        "EDIT,   /town/rigs/shop/trees/nux/a, ALLOW, ALLOW",
        "EDIT,   ../toast/a,           ASK,   ASK",
        "EDIT,   src/../../x,          ASK,   ASK",
        "EDIT,   .git/hooks/pre-push,  ASK,   ASK",
        "DELETE, /town/ledger.db,      ASK,   ASK",
        "READ,   /etc/hosts,           ASK,   ALLOW",
        "READ,   /root/.ssh/id_rsa,    DENY,  ASK",
        "EDIT,   /root/.netrc,         DENY,  ASK",
        "READ,   .npmrc,               ALLOW, ALLOW",
        "MOVE,   a,                    ALLOW, ALLOW",
    })
    void filesAreJudgedByWhereTheyAre(
            Kind kind, String path, Effect withoutSandbox, Effect inSandbox) {
        ToolUse use = new ToolUse(kind, "tool", List.of(path), Optional.empty(), "{}");

        assertThat(DEFAULT.decide(use, OPEN).effect()).isEqualTo(withoutSandbox);
        assertThat(DEFAULT.decide(use, SANDBOX).effect()).isEqualTo(inSandbox);
    }

    @Test
    void whatDoesNotSayWhatItDoesIsAsked() {
        assertThat(DEFAULT.decide(use(Kind.EDIT), SANDBOX).effect()).isEqualTo(Effect.ASK);
        assertThat(DEFAULT.decide(use(Kind.EXECUTE), SANDBOX).effect()).isEqualTo(Effect.ASK);
        assertThat(DEFAULT.decide(use(Kind.OTHER), SANDBOX).effect()).isEqualTo(Effect.ASK);
        assertThat(DEFAULT.decide(use(Kind.TOWN), OPEN).effect()).isEqualTo(Effect.ALLOW);
    }

    @Test
    void theStrictestOfSeveralFilesCounts() {
        ToolUse use =
                new ToolUse(Kind.EDIT, "edit", List.of("a", "/etc/x"), Optional.empty(), "{}");

        Verdict verdict = DEFAULT.decide(use, SANDBOX);

        assertThat(verdict.effect()).isEqualTo(Effect.ASK);
        assertThat(verdict.why()).contains("/etc/x");
    }

    @Test
    void aProhibitionBeatsAPermissionAndAPermissionBeatsADefault() {
        Rule push = Rule.always(command("git push origin HEAD"));
        Rule never = command(Effect.DENY, "git push *");

        assertThat(new Policy(List.of(push)).decide(command("git push origin HEAD"), SANDBOX))
                .extracting(Verdict::effect)
                .isEqualTo(Effect.ALLOW);
        assertThat(
                        new Policy(List.of(push, never))
                                .decide(command("git push origin HEAD"), SANDBOX))
                .extracting(Verdict::effect)
                .isEqualTo(Effect.DENY);
    }

    @Test
    void noPermissionOpensCredentialsWithoutASandbox() {
        Policy policy = new Policy(List.of(command(Effect.ALLOW, "*")));

        assertThat(policy.decide(command("cat ~/.ssh/id_rsa"), OPEN).effect())
                .isEqualTo(Effect.DENY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"git push origin HEAD:main", "git push origin HEAD; ls", "git push"})
    void alwaysMeansTheSameToTheLetter(String other) {
        Policy policy = new Policy(List.of(Rule.always(command("git push origin HEAD"))));

        assertThat(policy.decide(command(other), SANDBOX).effect()).isEqualTo(Effect.ASK);
    }

    @Test
    void aStarThatWasAllowedIsAStar() {
        Policy policy = new Policy(List.of(Rule.always(command("docker rm *"))));

        assertThat(policy.decide(command("docker rm *"), SANDBOX).effect()).isEqualTo(Effect.ALLOW);
        assertThat(policy.decide(command("docker rm x"), SANDBOX).effect()).isEqualTo(Effect.ASK);
    }

    @Test
    void aPermissionForFilesMustFitEveryOneAProhibitionAnyOne() {
        Optional<String> docs = Optional.of("docs/*");
        ToolUse both =
                new ToolUse(Kind.OTHER, "t", List.of("docs/a", "src/b"), Optional.empty(), "{}");
        Rule allow = new Rule(Effect.ALLOW, Optional.empty(), docs, Optional.empty());
        Rule deny = new Rule(Effect.DENY, Optional.empty(), docs, Optional.empty());

        assertThat(new Policy(List.of(allow)).decide(both, SANDBOX).effect()).isEqualTo(Effect.ASK);
        assertThat(new Policy(List.of(deny)).decide(both, SANDBOX).effect()).isEqualTo(Effect.DENY);
    }

    @Test
    void aRuleAboutNothingIsRefused() {
        assertThatThrownBy(() ->
                        new Rule(
                                Effect.ALLOW, Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("names a kind, a path or a command");
    }

    @Test
    void aNestThatIsTooDeepIsNotReadAndNotAllowed() {
        String line = "git push";
        for (int i = 0; i < 10; i++) {
            line = "echo $(" + line + ")";
        }

        assertThat(DEFAULT.decide(command(line), OPEN).effect()).isEqualTo(Effect.ASK);
    }

    private static ToolUse use(Kind kind) {
        return new ToolUse(kind, "tool", List.of(), Optional.empty(), "{}");
    }

    private static ToolUse command(String line) {
        return new ToolUse(Kind.EXECUTE, "shell", List.of(), Optional.of(line.strip()), "{}");
    }

    private static Rule command(Effect effect, String pattern) {
        return new Rule(effect, Optional.of(Kind.EXECUTE), Optional.empty(), Optional.of(pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EDIT", "DELETE", "MOVE"})
    void nothingIsChangedInACheckoutThatIsForReading(String kind) {
        Place reading = new Place(TREE, false, true, false);
        Policy generous =
                new Policy(
                        List.of(
                                new Rule(
                                        Effect.ALLOW,
                                        Optional.of(Kind.valueOf(kind)),
                                        Optional.empty(),
                                        Optional.empty())));
        ToolUse change = inTree(Kind.valueOf(kind));

        assertThat(generous.decide(change, reading).effect()).isEqualTo(Effect.DENY);
        assertThat(generous.decide(change, OPEN).effect()).isEqualTo(Effect.ALLOW);
        assertThat(DEFAULT.decide(inTree(Kind.READ), reading).effect()).isEqualTo(Effect.ALLOW);
    }

    private static ToolUse inTree(Kind kind) {
        return new ToolUse(kind, "tool", List.of(TREE + "/src/a.txt"), Optional.empty(), "{}");
    }
}
