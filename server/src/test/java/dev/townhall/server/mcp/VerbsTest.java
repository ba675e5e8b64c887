package dev.townhall.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.tool.ToolTown;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerbsTest {
    private final ToolTown world = new ToolTown();
    private final Verbs verbs = new Verbs(world.tools.visibleTo(AgentRole.POLECAT));

    private String call(String program, String... typed) {
        Verbs.Call call = verbs.call(program, List.of(typed));
        return call.tool() + " " + call.arguments();
    }

    /// Words are parted by blanks, `_` stands for a blank inside a word.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gt prime | prime {}",
                "gt hook | hook {}",
                "gt mol current | hook {}",
                "bd ready | ready {}",
                "bd ready -n 5 | ready {\"limit\":5}",
                "bd ready --limit=5 | ready {\"limit\":5}",
                "bd show sh-1 | show {\"id\":\"sh-1\"}",
                "bd create Mend_it -p P1 -t bug -l a,b -d Because --deps blocks:sh-1,sh-2"
                        + " | create {\"priority\":1,\"type\":\"bug\",\"labels\":[\"a\",\"b\"],\"description\":\"Because\",\"after\":[\"sh-1\",\"sh-2\"],\"title\":\"Mend it\"}",
                "bd create --title=Mend_it --witness | create {\"title\":\"Mend it\",\"witness\":true}",
                "bd create Mend the gate | create {\"title\":\"Mend the gate\"}",
                "bd update sh-1 --add-label x --notes n | update {\"add_labels\":[\"x\"],\"notes\":\"n\",\"id\":\"sh-1\"}",
                "bd comment sh-1 It is -- -x | comment {\"id\":\"sh-1\",\"text\":\"It is -x\"}",
                "bd comments add sh-1 It_is | comment {\"id\":\"sh-1\",\"text\":\"It is\"}",
                "bd dep add sh-1 sh-2 | dep {\"id\":\"sh-1\",\"on\":\"sh-2\"}",
                "bd dep remove sh-1 sh-2 | dep {\"id\":\"sh-1\",\"on\":\"sh-2\",\"remove\":true}",
                "gt done All_of it | done {\"summary\":\"All of it\"}",
                "gt done -m All --proof tests | done {\"summary\":\"All\",\"proof\":\"tests\"}",
                "gt handoff -m Half | handoff {\"summary\":\"Half\"}",
                "gt mail send mayor -s Hello -m Text | mail_send {\"subject\":\"Hello\",\"body\":\"Text\",\"to\":\"mayor\"}",
                "gt mail inbox | mail_inbox {}",
                "gt mail inbox --all | mail_inbox {\"all\":true}",
                "gt mail ack hq-1 hq-2 | mail_inbox {\"ack\":[\"hq-1\",\"hq-2\"]}",
                "gt nudge nux Look_again | nudge {\"agent\":\"nux\",\"reason\":\"Look again\"}",
                "gt escalate No_key -m Tried | escalate {\"details\":\"Tried\",\"reason\":\"No key\"}",
                "gt ask Which? -o A,_or -o B | ask {\"options\":[\"A, or\",\"B\"],\"question\":\"Which?\"}",
                "bd remember Build_needs JDK 25 | remember {\"text\":\"Build needs JDK 25\",\"key\":\"build-needs-jdk-25\"}",
                "bd remember Text --key k | remember {\"key\":\"k\",\"text\":\"Text\"}",
                "bd forget k | remember {\"key\":\"k\",\"text\":\"\"}",
                "bd recall jdk | recall {\"about\":\"jdk\"}",
            })
    void whatIsTypedIsACallOfATool(String typed, String called) {
        List<String> words =
                Arrays.stream(typed.split(" ", -1)).map(it -> it.replace('_', ' ')).toList();

        assertThat(call(words.getFirst(), words.subList(1, words.size()).toArray(new String[0])))
                .isEqualTo(called);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bd frobnicate | There is no 'frobnicate' here. There is: prime, hook, done,",
                "bd | There is no '' here.",
                "bd close sh-1 | A bead is closed by evidence, not by a word: bd done",
                "bd list | bd ready lists open work",
                "bd ready --json | there is no --json",
                "bd show sh-1 --children | bd show takes no --children. It takes --id.",
                "gt prime now | gt prime takes no 'now'.",
                "bd ready -n | -n needs a value after it.",
                "gt verdict accepted | There is no 'verdict' here.",
            })
    void whatNobodyUnderstandsSaysWhatThereIs(String typed, String answer) {
        List<String> words = List.of(typed.split(" ", -1));

        assertThatThrownBy(() -> verbs.call(words.getFirst(), words.subList(1, words.size())))
                .isInstanceOf(TownException.class)
                .hasMessageContaining(answer);
    }

    @Test
    void theHelpNamesWhatARoleMayType() {
        String witness = new Verbs(world.tools.visibleTo(AgentRole.WITNESS)).help("gt");

        assertThat(witness).contains("gt verdict VERDICT REASONS").doesNotContain("gt done");
        assertThat(verbs.help("bd"))
                .contains("bd done SUMMARY [--proof]", "bd dep add ID ON [--type] [--remove]");
    }

    /// Every tool an agent has can be typed.
    @Test
    void noToolIsForgotten() {
        for (AgentRole role : AgentRole.values()) {
            String help = new Verbs(world.tools.visibleTo(role)).help("gt");
            assertThat(world.tools.visibleTo(role))
                    .allSatisfy(spec ->
                            assertThat(help)
                                    .contains(
                                            "gt "
                                                    + spec.name()
                                                            .replace("mail_", "mail ")
                                                            .replace("dep", "dep add")
                                                            .replace("step_done", "step done")
                                                            .replace("reserve_files", "reserve")));
        }
    }
}
