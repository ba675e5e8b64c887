package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.server.command.TestTown.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans that are given in a file, good and bad.
final class PlanCommandsTest {
    @TempDir private Path folder;
    private TestTown town;

    @BeforeEach
    void start() {
        town = new TestTown(folder);
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void whatLooksLikeAnAttributeOfAPlanAndIsNoneIsTold() {
        town.addShop();

        Ended planned =
                town.gtWithInput("- [ ] One\n  priority: 9\n", "plan", "shop", "--file", "-");

        assertThat(planned.out()).contains("Note: Item 1: 'priority: 9' is only text");
        assertThat(planned.code()).isEqualTo(Exit.OK);
    }

    @Test
    void aPlanThatCannotBeLaunchedSaysSoWhenItIsPlanned() {
        town.gt("rig", "add", "shop", town.remote("shop").toString());
        town.file("plan.md", Plans.PLAN);

        assertThat(town.gt("plan", "shop", "--file", "plan.md").out())
                .contains("It cannot be launched: rig shop takes no commands")
                .contains("gt rig set shop --shell")
                .doesNotContain("starts it");
        Ended launched = town.gt("plan", "shop", "--file", "plan.md", "--launch");
        assertThat(launched.err()).contains("line 1: item 1 \"One\"").doesNotContain("bead sh-");
        town.gt("rig", "set", "shop", "--shell");
        town.file("plan.md", Plans.PLAN + "- [ ] Empty\n");
        Ended empty = town.gt("plan", "shop", "--file", "plan.md", "--launch");
        assertThat(empty.code()).isEqualTo(Exit.FAILED);
        assertThat(empty.err())
                .contains("line 9: item 3 \"Empty\" carries no commands")
                .hasLineCount(1);
        assertThat(town.gt("convoy", "list", "--all", "--json").json()).hasSize(1);
    }

    @Test
    void anEmptyPlanIsNamedAsWhatItIs() {
        town.addShop();

        assertThat(town.gtWithInput("", "plan", "shop", "--file", "-").err())
                .isEqualTo(
                        "gt: standard input holds no list. An item looks like `- [ ] Count per"
                                + " address`.\n");
        assertThat(town.gt("wait", "x", "--timeout", "1").err()).contains("500ms; found '1'");
    }

    @Test
    void aPlanWithProblemsNamesFileAndLineAndChangesNothing() {
        town.addShop();
        town.file("plan.md", "- [ ] A  after: 2\n- [ ] B  after: 1\n");

        Ended ended = town.gt("plan", "shop", "--file", "plan.md");

        assertThat(ended.code()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains("plan.md line").hasLineCount(1);
        assertThat(town.gt("convoy", "list", "--all", "--json").json()).isEmpty();
    }

    @Test
    void ofManyProblemsTheFirstAreToldAndALongTitleIsCut() {
        town.gt("rig", "add", "shop", town.remote("shop").toString());
        town.file("plan.md", "- [x] A\n- [x] B\n- [x] C\n- [x] D\n- [x] E\n");

        assertThat(town.gt("plan", "shop", "--file", "plan.md").err())
                .contains("line 3")
                .doesNotContain("line 4")
                .endsWith("And 2 more problems.\n");
        town.file("plan.md", "- [ ] " + "long ".repeat(80) + "\n  ```sh\n  true\n  ```\n");
        assertThat(town.gt("plan", "shop", "--file", "plan.md", "--launch").err())
                .contains("takes no commands")
                .hasSizeLessThan(240);
    }

    @Test
    void aPlanThatMayNotBeLaunchedIsNotHalfDone() {
        town.gt("rig", "add", "shop", town.remote("shop").toString());
        town.file("plan.md", Plans.PLAN);

        Ended ended = town.gt("plan", "shop", "--file", "plan.md", "--launch");

        assertThat(ended.code()).isEqualTo(Exit.FAILED);
        assertThat(ended.err()).contains("gt rig set shop --shell");
        assertThat(town.gt("convoy", "list", "--all", "--json").json()).isEmpty();
    }
}
