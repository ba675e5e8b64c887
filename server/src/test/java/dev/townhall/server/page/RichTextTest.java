package dev.townhall.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RichTextTest {
    @Test
    void wordsKeepTheirLineBreaks() {
        assertThat(RichText.parse("one\ntwo"))
                .containsExactly(new Segment.Prose(List.of(new Span(false, "one\ntwo"))));
    }

    @Test
    void aFencedBlockIsKeptAsTyped() {
        assertThat(RichText.parse("- [ ] a\n  ```sh\n  echo `id`\n\n  true\n  ```\nafter"))
                .containsExactly(
                        new Segment.Prose(List.of(new Span(false, "- [ ] a"))),
                        new Segment.Fence("  echo `id`\n\n  true"),
                        new Segment.Prose(List.of(new Span(false, "after"))));
    }

    @Test
    void aFenceThatIsNeverClosedHoldsTheRest() {
        assertThat(RichText.parse("```\none\ntwo")).containsExactly(new Segment.Fence("one\ntwo"));
    }

    @Test
    void codeWithinALineIsSetApart() {
        assertThat(RichText.parse("try `gt ready` now"))
                .containsExactly(
                        new Segment.Prose(
                                List.of(
                                        new Span(false, "try "),
                                        new Span(true, "gt ready"),
                                        new Span(false, " now"))));
    }

    @Test
    void loneOrEmptyBackticksAreText() {
        assertThat(RichText.parse("a ` b ` ` c"))
                .containsExactly(
                        new Segment.Prose(
                                List.of(
                                        new Span(false, "a "),
                                        new Span(true, " b "),
                                        new Span(false, " ` c"))));
        assertThat(RichText.parse("``"))
                .containsExactly(new Segment.Prose(List.of(new Span(false, "``"))));
    }

    @Test
    void blankTextIsNothing() {
        assertThat(RichText.parse(" \n ")).isEmpty();
    }
}
