package dev.townhall.core.convoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.testing.Gen;
import dev.townhall.core.testing.Property;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTextTest {
    private static Plan plan(String text) {
        PlanText.Parsed parsed = PlanText.parse(text);
        assertThat(parsed).isInstanceOf(PlanText.Parsed.Ok.class);
        return ((PlanText.Parsed.Ok) parsed).plan();
    }

    private static String problems(String text) {
        PlanText.Parsed parsed = PlanText.parse(text);
        assertThat(parsed).isInstanceOf(PlanText.Parsed.Bad.class);
        return ((PlanText.Parsed.Bad) parsed)
                .problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void aPlanHasEpicsItemsAttributesCommandsAndDescriptions() {
        Plan plan =
                plan(
                        """
                        @Mayor please:
                        - [ ] Rate limiting
                          - [ ] Count per address
                            Keep it simple.
                              - indented lists below are items too
                            ```sh
                            if true; then
                              echo "- [ ] not an item"
                            fi
                            ```
                          - [ ] Count per account  after: 2
                            approval: required
                            ```verify
                            ./check
                            ```
                        * Metrics (after: #1)
                        1. Notes, after: 2 and 5 approval: required
                        """);

        assertThat(plan.items())
                .extracting(Plan.Item::number, Plan.Item::title, Plan.Item::parent, Plan.Item::epic)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "Rate limiting", 0, true),
                        org.assertj.core.groups.Tuple.tuple(2, "Count per address", 1, true),
                        org.assertj.core.groups.Tuple.tuple(
                                3, "indented lists below are items too", 2, false),
                        org.assertj.core.groups.Tuple.tuple(4, "Count per account", 1, false),
                        org.assertj.core.groups.Tuple.tuple(5, "Metrics", 0, false),
                        org.assertj.core.groups.Tuple.tuple(6, "Notes", 0, false));
        assertThat(plan.item(2).description()).isEqualTo("Keep it simple.");
        assertThat(plan.item(3).description())
                .isEqualTo("```sh\nif true; then\n  echo \"- [ ] not an item\"\nfi\n```");
        assertThat(plan.item(4).after()).containsExactly(2);
        assertThat(plan.item(4).approval()).isTrue();
        assertThat(plan.item(4).description()).isEqualTo("```verify\n./check\n```");
        assertThat(plan.item(5).after()).containsExactly(1);
        assertThat(plan.item(6).after()).containsExactly(2, 5);
        assertThat(plan.item(6).approval()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "status",
                "a\nb",
                "---\n",
                "> - [ ] quoted",
                "-x",
                "2026 was fine"
            })
    void textWithoutAListIsNotAPlan(String text) {
        assertThat(PlanText.parse(text)).isInstanceOf(PlanText.Parsed.NotAPlan.class);
    }

    @Test
    void aListInsideABlockOnlyIsNotAPlan() {
        assertThat(PlanText.parse("```\n- [ ] x\n```"))
                .isInstanceOf(PlanText.Parsed.NotAPlan.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    - a after: 3                     | line 1: Item 1 "a" waits for item 3; the plan has one item.
                    - a after: 1                     | line 1: Item 1 "a" cannot wait for itself.
                    - a after: b                     | line 1: after: takes the numbers of items
                    - a~  witness: perhaps            | line 2: witness: takes the word required; found 'perhaps'.
                    - a~  wittness: required          | line 2: 'wittness: required' looks like a misspelt 'witness:'. Mend it, or word the text otherwise.
                    - a~  approval: maybe            | line 2: approval: takes the word required; found 'maybe'.
                    - a~- A                          | line 2: "A" stands on line 1 already
                    - a~  ```sh~  x                  | line 2: The block that begins here has no end
                    - a~  ```sh~  ```                | line 3: The sh block that ends here is empty
                    - a~  ```sh~  x~  ```~  ```sh~  y~  ``` | line 5: An item has one sh block
                    - [x] a                          | line 1: [x] says that this is done already
                    - [ ]                            | line 1: This item has no title.
                    - a~  ```sh~  x~  ```~  - b      | line 1: Item 1 "a" has items below it, so it carries no work
                    - a~- b~  depends on: 1           | line 3: 'depends on: 1' looks like a misspelt 'after: 1'
                    - a~- b~  afer: 1                 | line 3: 'afer: 1' looks like a misspelt 'after: 1'
                    - a~- b  after: 1  priority: 9    | line 2: 'priority: 9' hides the attribute before it
                    - a after: 2~- b after: 1        | line 1: These items wait for each other: 1 "a" -> 2 "b" -> 1.
                    - a~  - b after: 1               | line 1: These items wait for each other: 1 "a" -> 2 "b" -> 1.
                    """)
    void aWrongPlanSaysWhereAndWhy(String text, String expected) {
        assertThat(problems(text.replace('~', '\n'))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- a~  priority: 9                 | Item 1: 'priority: 9' is only text",
                "- a~- b~  colour: red             | Item 2: 'colour: red' is only text",
                "- a  colour: red                  | Item 1: 'colour: red' is only text",
                "- a priority: 9 after: 2~- b      | Item 1: 'priority: 9' is only text",
            })
    void whatLooksLikeAnAttributeAndIsNoneIsTold(String text, String expected) {
        Plan plan = plan(text.replace('~', '\n'));

        assertThat(plan.doubts()).hasSize(1).first().asString().contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- a~  Note: keep the old name",
                "- a~  the rule: nothing is lost",
                "- a~  see: docs/plan.md",
                "- a~  because: it is what everybody has asked for",
                "- a~  https://example.org/x: y",
                "- fix the parser: it is slow",
                "- fix: the parser",
                "- a~  ```sh~  priority: 9~  ```",
                "- a  after: 2~- b~  approval: required",
            })
    void ordinaryProseWithAColonIsNotDoubted(String text) {
        assertThat(plan(text.replace('~', '\n')).doubts()).isEmpty();
    }

    @Test
    void ofManyDoubtsTheFirstFewAreTold() {
        Plan plan = plan("- a\n" + "  colour: red\n".repeat(30));

        assertThat(plan.doubts()).hasSize(6).last().isEqualTo("And 25 more like that.");
    }

    @Test
    void aCycleIsNamedWithItsItemsOnly() {
        String found = problems("- a\n- b after: 1, 4\n- c after: 2\n- d after: 3\n- e after: 2");

        assertThat(found)
                .isEqualTo(
                        "line 2: These items wait for each other: 2 \"b\" -> 4 \"d\" -> 3 \"c\" -> 2."
                                + " Remove one of their after:.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202e", "\u0007", "\u200b", "\u001b[2J", "\u2066", "\ud800"})
    void hiddenCharactersAreRefusedWhereTheyStand(String hidden) {
        assertThat(problems("- a\n- b" + hidden + "c"))
                .startsWith("line 2: Column 4 holds the hidden character U+");
        assertThat(problems("- a\n  ```sh\n  echo " + hidden + "\n  ```")).startsWith("line 3:");
    }

    @Test
    void theLimitsAreTold() {
        String items =
                IntStream.range(0, 201).mapToObj(i -> "- i" + i).collect(Collectors.joining("\n"));
        String longText = "- a\n" + "x\n".repeat(5_000);

        assertThat(problems(items)).startsWith("line 201: A plan has at most 200 items");
        assertThat(problems(longText)).contains("at most 2,000 lines; found 5,001");
        assertThat(problems("- a\n" + "x".repeat(300_000))).contains("at most 262,144 bytes");
        assertThat(problems("- " + "é".repeat(251))).contains("at most 500 bytes; found 502");
    }

    @Test
    void aWindowsTextIsReadLikeAnyOther() {
        assertThat(plan("\uFEFF- a\r\n  ```sh\r\n  x\r\n  ```\r\n- b").item(1).description())
                .isEqualTo("```sh\nx\n```");
    }

    @Test
    void wavesFollowTheLongestPath() {
        Plan plan = plan("- a\n- b after: 1\n- c after: 1, 2\n- d\n- e after: 4");

        assertThat(Waves.of(plan)).isEqualTo(List.of(List.of(1, 4), List.of(2, 5), List.of(3)));
    }

    @Test
    void whoWaitsForAnEpicWaitsForAllItsItems() {
        Plan plan = plan("- epic after: 5\n  - a\n  - b after: 2\n- after all  after: 1\n- first");

        assertThat(Waves.of(plan))
                .isEqualTo(List.of(List.of(5), List.of(2), List.of(3), List.of(4)));
    }

    @Test
    void anyTextIsAnsweredAndNeverThrows() {
        Property.holds(
                2_000,
                Gen.hostileText(60),
                text -> {
                    switch (PlanText.parse(text)) {
                        case PlanText.Parsed.Ok(Plan plan) -> wavesAreSound(plan);
                        case PlanText.Parsed.NotAPlan() -> {}
                        case PlanText.Parsed.Bad(List<PlanText.Problem> problems) ->
                                assertThat(problems).isNotEmpty();
                    }
                });
    }

    @Test
    void everyWrittenPlanIsReadBackAsItWasMeant() {
        Gen<List<int[]>> edges =
                dice -> {
                    int items = dice.between(1, 30);
                    List<int[]> all = new java.util.ArrayList<>();
                    for (int i = 1; i <= items; i++) {
                        int wanted = i > 1 && dice.chance(60) ? dice.between(1, i - 1) : 0;
                        all.add(new int[] {i, wanted});
                    }
                    return all;
                };
        Property.holds(
                edges,
                wanted -> {
                    String text =
                            wanted.stream()
                                    .map(it ->
                                            "- [ ] i"
                                                    + it[0]
                                                    + (it[1] > 0 ? " after: " + it[1] : ""))
                                    .collect(Collectors.joining("\n"));
                    Plan plan = plan(text);
                    assertThat(plan.items()).hasSameSizeAs(wanted);
                    wavesAreSound(plan);
                });
    }

    /// Every item of work stands in one wave, after all it waits for.
    private static void wavesAreSound(Plan plan) {
        List<List<Integer>> waves = Waves.of(plan);
        int[] wave = new int[plan.items().size() + 1];
        for (int w = 0; w < waves.size(); w++) {
            for (int number : waves.get(w)) {
                assertThat(wave[number]).isZero();
                wave[number] = w + 1;
            }
        }
        for (Plan.Item item : plan.items()) {
            assertThat(wave[item.number()] > 0).isEqualTo(!item.epic());
            for (int wanted : item.after()) {
                if (!item.epic() && !plan.item(wanted).epic()) {
                    assertThat(wave[item.number()]).isGreaterThan(wave[wanted]);
                }
            }
        }
    }
}
