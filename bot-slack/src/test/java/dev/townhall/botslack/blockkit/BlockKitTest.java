package dev.townhall.botslack.blockkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.chat.Action;
import dev.townhall.core.chat.ApprovalCard;
import dev.townhall.core.chat.Card;
import dev.townhall.core.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BlockKitTest {
    private static final Actor NUX = new Actor("shop/polecats/nux");
    private static final int CARDS = 700;

    @Test
    void noCardMakesAMessageThatSlackWouldRefuse() {
        Property.holds(
                CARDS,
                Cards.any(),
                card -> {
                    assertThat(MessageRules.faults(BlockKit.message(card, NUX))).isEmpty();
                    assertThat(MessageRules.faults(BlockKit.textOnly(card))).isEmpty();
                    Message shorter = BlockKit.shorter(card, NUX);
                    assertThat(MessageRules.faults(shorter)).isEmpty();
                    assertThat(shorter.blocksText().length()).isLessThanOrEqualTo(6_000);
                });
    }

    @Test
    void theDecisionStandsInTheFirstCharactersOfTheFallback() {
        Property.holds(
                Cards.any(),
                card -> {
                    String lead = Plain.line(card.fallback());
                    String shown = unescaped(BlockKit.message(card, NUX).text());

                    assertThat(shown).isNotBlank();
                    if (!lead.isEmpty()) {
                        assertThat(shown)
                                .startsWith(lead.substring(0, Math.min(60, lead.length())));
                    }
                });
    }

    @Test
    void aCommandThatIsNotShownWholeCannotBeLetRun() {
        Property.holds(
                CARDS,
                Cards.any(),
                card -> {
                    Message message = BlockKit.message(card, NUX);
                    List<String> shown = preformatted(message);

                    if (!shown.containsAll(commands(card))) {
                        assertThat(values(message)).noneMatch(it -> it.startsWith("approve "));
                    }
                });
    }

    @Test
    void anOrdinaryCardIsShownWhole() {
        Card card =
                new Card(
                        "Approve merge of sh-1 into main?",
                        Card.Tone.WAITING,
                        List.of(
                                new Card.Field("rig", "shop"),
                                new Card.Field("changes", "3 files")),
                        Optional.of(new Card.Progress(1, 4)),
                        List.of(
                                new Card.Text("Say `show sh-1` for *more* <b>."),
                                new Card.Code("files", "a.java\nb.java"),
                                new Card.Rows(
                                        "Wave 1",
                                        List.of(new Card.Row("✓", "sh-1", "Limit", "nux", "")))),
                        List.of(
                                Action.primary("Approve", "approve hq-ap-1"),
                                Action.danger("Deny", "deny hq-ap-1", "Really?"),
                                new Action("Edit", "edit hq-cv-1", Action.Style.EDIT, "")),
                        "Approve merge of sh-1 into main? 3 files");

        Message message = BlockKit.message(card, Actor.MAYOR);

        assertThat(message.text()).isEqualTo("Approve merge of sh-1 into main? 3 files");
        assertThat(message.blocks().path(0).path("text").path("text").asText())
                .isEqualTo("? Approve merge of sh-1 into main?");
        assertThat(words(message))
                .contains(
                        "■■□□□□□□□□  1/4",
                        "rig",
                        "  shop",
                        "show sh-1",
                        " for *more* <b>.",
                        "a.java\nb.java",
                        "✓ sh-1 Limit - nux");
        assertThat(values(message))
                .containsExactly("approve hq-ap-1", "deny hq-ap-1", "edit hq-cv-1");
        assertThat(message.blocksText()).contains("gt-edit:3", "Really?");
    }

    @Test
    void aLongDiffIsCutAndStillMayBeApproved() {
        Card card = approval(new Card.Code(ApprovalCard.DIFF, "+ line\n".repeat(5_000)));

        Message message = BlockKit.message(card, Actor.TOWN);

        assertThat(values(message)).contains("approve hq-ap-1");
        assertThat(message.blocksText()).contains("… and more");
    }

    @Test
    void aLongCommandIsCutAndMayOnlyBeDenied() {
        Card card = approval(new Card.Code("exactly", "rm -r x\n".repeat(5_000)));

        Message message = BlockKit.message(card, Actor.TOWN);

        assertThat(values(message)).containsExactly("deny hq-ap-1");
        assertThat(message.blocksText()).contains("… and more");
    }

    @Test
    void anAgentIsNamedAboveItsWords() {
        Message message = BlockKit.message(Card.line("done"), NUX);

        assertThat(message.blocks().path(0).path("elements").path(0).path("text").asText())
                .isEqualTo("shop/polecats/nux");
    }

    @Test
    void whatWouldBeMarkupInTheFallbackIsText() {
        Message message =
                BlockKit.message(Card.line("<!channel> <@U1> <https://a.b|x> & @here"), NUX);

        assertThat(message.text())
                .isEqualTo("&lt;!channel&gt; &lt;@U1&gt; &lt;https://a.b|x&gt; &amp; \uFF20here");
    }

    @Test
    void theRulesFindWhatIsWrong() {
        Message many = new Message("x", Nodes.array());
        for (int i = 0; i <= Limits.BLOCKS_MAX; i++) {
            many.blocks().add(Nodes.header("x"));
        }
        List<Message> bad =
                List.of(
                        many,
                        new Message(" ", Nodes.array()),
                        new Message("<!channel>", Nodes.array()),
                        new Message("x".repeat(4_001), Nodes.array()),
                        withBlock(Nodes.header("x".repeat(151))),
                        withBlock(Nodes.header("")),
                        withBlock(Nodes.context("@everyone")),
                        withBlock(Nodes.richText(List.of(Nodes.preformatted("x".repeat(12_000))))),
                        withBlock(Nodes.richText(List.of())),
                        withBlock(Nodes.with(Nodes.object("actions"), List.of())),
                        withBlock(Nodes.object("video")));

        assertThat(bad).allSatisfy(it -> assertThat(MessageRules.faults(it)).isNotEmpty());
    }

    private static Message withBlock(JsonNode block) {
        return new Message("x", Nodes.array().add(block));
    }

    private static Card approval(Card.Block body) {
        return new Card(
                "Let nux do this?",
                Card.Tone.WAITING,
                List.of(),
                Optional.empty(),
                List.of(body),
                List.of(
                        Action.primary("Allow once", "approve hq-ap-1"),
                        Action.plain("Always on this rig", "always hq-ap-1"),
                        Action.danger("Deny", "deny hq-ap-1", "")),
                "nux asks");
    }

    private static List<String> commands(Card card) {
        List<String> commands = new ArrayList<>();
        for (Card.Block block : card.body()) {
            if (block instanceof Card.Rows rows) {
                rows.rows().forEach(row -> commands.add(row.code()));
            }
            if (block instanceof Card.Code code
                    && !List.of(ApprovalCard.DIFF, "files").contains(code.caption())) {
                commands.add(code.text());
            }
        }
        return commands.stream()
                .map(it -> Plain.of(it).stripTrailing())
                .filter(it -> !it.isBlank())
                .toList();
    }

    private static List<String> preformatted(Message message) {
        return message.blocks().findParents("elements").stream()
                .flatMap(it -> parts(it).stream())
                .filter(it -> it.path("type").asText().equals("rich_text_preformatted"))
                .flatMap(it -> it.path("elements").findValuesAsText("text").stream())
                .toList();
    }

    private static List<JsonNode> parts(JsonNode block) {
        List<JsonNode> parts = new ArrayList<>();
        block.path("elements").forEach(parts::add);
        return parts;
    }

    private static List<String> words(Message message) {
        return message.blocks().findParents("text").stream()
                .filter(it -> it.path("type").asText().equals("text"))
                .map(it -> it.path("text").asText())
                .map(it -> it.startsWith("\n") ? it.substring(1) : it)
                .toList();
    }

    private static List<String> values(Message message) {
        return message.blocks().findValues("value").stream().map(JsonNode::asText).toList();
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
