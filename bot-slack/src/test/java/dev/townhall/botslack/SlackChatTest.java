package dev.townhall.botslack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.botslack.FakeSlack.Fault;
import dev.townhall.botslack.FakeSlack.Shown;
import dev.townhall.botslack.pace.Pace;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Action;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.ChatPort.Delivered;
import dev.townhall.core.chat.ChatPort.Failed;
import dev.townhall.core.chat.ChatPort.Failure;
import dev.townhall.core.chat.ChatPort.Receipt;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Outgoing;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.reconcile.ManualTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SlackChatTest {
    private static final Conversation SHOP = new Conversation.Channel(new RigName("shop"));
    private static final Conversation CONVOY = new Conversation.ConvoyThread(new BeadId("hq-cv-1"));
    private static final Conversation ADA = new Conversation.Inbox("ada");

    private final FakeSlack slack = new FakeSlack();
    private final SlackChat chat =
            new SlackChat(slack.api(), FakeSlack.SELF, new Pace(new ManualTime()));

    @AfterEach
    void close() {
        slack.close();
    }

    @Test
    void aPostGoesToItsChannelWithItsKeyAndUnfurlsNothing() {
        Receipt receipt = chat.deliver(post("k1", SHOP));

        Shown shown = slack.seen().getFirst();
        Map<String, String> call = slack.calls("chat.postMessage").getFirst();
        assertThat(receipt).isEqualTo(new Delivered("C1/" + shown.ts()));
        assertThat(shown.fields().path("metadata").toString()).contains("townhall_post", "k1");
        assertThat(call)
                .containsEntry("unfurl_links", "0")
                .containsEntry("unfurl_media", "0")
                .containsEntry("parse", "none")
                .containsEntry("link_names", "0");
    }

    @Test
    void aReplyHangsBelowItsRootWhereverThatIs() {
        chat.deliver(reply("k1", "C9/77.0", false));

        Shown shown = slack.seen().getFirst();
        assertThat(shown.channel()).isEqualTo("C9");
        assertThat(shown.thread()).isEqualTo("77.0");
    }

    @Test
    void whatIsForAPersonIsSaidInDirectMessagesThatAreOpenedOnce() {
        chat.deliver(post("k1", ADA));
        chat.deliver(post("k2", ADA));

        assertThat(slack.seen()).extracting(Shown::channel).containsExactly("DU1", "DU1");
        assertThat(slack.calls("conversations.open")).hasSize(1);
    }

    @Test
    void whatHasNoPlaceIsSaidToHaveNone() {
        for (Optional<String> place :
                List.of(
                        Optional.<String>empty(),
                        Optional.of("T9/C1"),
                        Optional.of("C1"),
                        Optional.of("T1/"))) {
            assertFailed(chat.deliver(at(place, post("k1", SHOP))), Failure.NOT_FOUND);
        }

        assertThat(slack.seen()).isEmpty();
    }

    @Test
    void inDoubtWhatIsShownIsNotShownAgain() {
        slack.plan(new Fault(500, "", true));
        Receipt lost = chat.deliver(post("k1", SHOP));

        Receipt again = chat.deliver(doubted(post("k1", SHOP)));

        assertFailed(lost, Failure.TRANSIENT);
        assertThat(again).isInstanceOf(Delivered.class);
        assertThat(slack.count("k1")).isEqualTo(1);
        assertThat(slack.seen().getFirst().edits()).isEqualTo(1);
    }

    @Test
    void inDoubtWhatIsNotShownIsShown() {
        slack.plan(new Fault(500, "", false));
        chat.deliver(post("k1", ADA));

        chat.deliver(doubted(post("k1", ADA)));

        assertThat(slack.count("k1")).isEqualTo(1);
    }

    @Test
    void inDoubtALongThreadIsLookedThrough() {
        String root = ((Delivered) chat.deliver(root())).remoteId();
        for (int i = 0; i < 450; i++) {
            chat.deliver(reply("k" + i, root, false));
        }

        chat.deliver(reply("k449", root, true));

        assertThat(slack.count("k449")).isEqualTo(1);
        assertThat(slack.calls("conversations.replies")).hasSize(3);
    }

    @Test
    void aMessageOfAnotherAppWithOurKeyIsNotTakenForOurs() {
        ObjectNode fields = Json.object();
        fields.putObject("metadata")
                .put("event_type", "townhall_post")
                .putObject("event_payload")
                .put("key", "k1");
        slack.somebodyPosts("DU1", fields);

        chat.deliver(doubted(post("k1", ADA)));

        assertThat(slack.count("k1")).isEqualTo(1);
        assertThat(slack.seen()).hasSize(2);
    }

    @Test
    void blocksThatSlackDoesNotTakeBecomeText() {
        Fault no = new Fault(200, "invalid_blocks", false);
        slack.plan(no, no);

        Receipt receipt = chat.deliver(post("k1", SHOP));

        ObjectNode fields = slack.seen().getFirst().fields();
        assertThat(receipt).isInstanceOf(Delivered.class);
        assertThat(fields.has("blocks")).isFalse();
        assertThat(fields.path("text").asText()).contains("words of k1", "[Approve: approve x]");
    }

    @Test
    void blocksThatAreTooLongAreSentShorter() {
        slack.plan(new Fault(200, "msg_blocks_too_long", false));
        Outgoing post = post("k1", SHOP);
        Card card =
                new Card(
                        "Log",
                        Card.Tone.PLAIN,
                        List.of(),
                        Optional.empty(),
                        List.of(new Card.Code("log", "line\n".repeat(4_000))),
                        List.of(),
                        "Log");

        Receipt receipt = chat.deliver(withCard(post, card));

        assertThat(receipt).isInstanceOf(Delivered.class);
        assertThat(slack.calls("chat.postMessage"))
                .extracting(it -> it.getOrDefault("blocks", "").length())
                .satisfies(it -> assertThat(it.getFirst()).isBetween(9_000, 12_000))
                .satisfies(it -> assertThat(it.getLast()).isBetween(4_000, 6_000));
    }

    @Test
    void aMessageThatIsGoneCannotBeEdited() {
        assertFailed(chat.deliver(edit("k1", "C1/1.0")), Failure.NOT_FOUND);
    }

    @Test
    void anEditReplacesTextAndButtons() {
        String id = ((Delivered) chat.deliver(post("k1", SHOP))).remoteId();

        Receipt receipt = chat.deliver(withCard(edit("k1", id), Card.line("decided")));

        Shown shown = slack.seen().getFirst();
        assertThat(receipt).isEqualTo(new Delivered(id));
        assertThat(shown.fields().path("text").asText()).isEqualTo("decided");
        assertThat(shown.fields().toString()).doesNotContain("approve x");
        assertThat(shown.fields().path("metadata").toString()).contains("k1");
    }

    private static void assertFailed(Receipt receipt, Failure kind) {
        assertThat(receipt)
                .isInstanceOfSatisfying(Failed.class, it -> assertThat(it.kind()).isEqualTo(kind));
    }

    private static Outgoing post(String key, Conversation where) {
        Card card =
                new Card(
                        "Approve?",
                        Card.Tone.WAITING,
                        List.of(),
                        Optional.empty(),
                        List.of(new Card.Text("words of " + key)),
                        List.of(Action.primary("Approve", "approve x")),
                        "Approve?");
        return new Outgoing(
                key,
                1,
                where,
                Optional.of(where.equals(ADA) ? "T1/U1" : "T1/C1"),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Actor.MAYOR,
                card,
                Post.Urgency.NEWS);
    }

    private static Outgoing root() {
        return with(post("card:hq-cv-1", CONVOY), true, Optional.empty(), Optional.empty(), false);
    }

    private static Outgoing reply(String key, String root, boolean inDoubt) {
        return with(post(key, CONVOY), false, Optional.empty(), Optional.of(root), inDoubt);
    }

    private static Outgoing edit(String key, String id) {
        return with(post(key, SHOP), false, Optional.of(id), Optional.empty(), false);
    }

    private static Outgoing doubted(Outgoing it) {
        return with(it, it.root(), it.remoteId(), it.rootRemoteId(), true);
    }

    private static Outgoing with(
            Outgoing it,
            boolean root,
            Optional<String> id,
            Optional<String> rootId,
            boolean inDoubt) {
        return new Outgoing(
                it.key(),
                it.revision(),
                it.conversation(),
                it.place(),
                root,
                id,
                rootId,
                inDoubt,
                it.author(),
                it.card(),
                it.urgency());
    }

    private static Outgoing at(Optional<String> place, Outgoing it) {
        return new Outgoing(
                it.key(),
                it.revision(),
                it.conversation(),
                place,
                it.root(),
                it.remoteId(),
                it.rootRemoteId(),
                it.inDoubt(),
                it.author(),
                it.card(),
                it.urgency());
    }

    private static Outgoing withCard(Outgoing it, Card card) {
        return new Outgoing(
                it.key(),
                it.revision(),
                it.conversation(),
                it.place(),
                it.root(),
                it.remoteId(),
                it.rootRemoteId(),
                it.inDoubt(),
                it.author(),
                card,
                it.urgency());
    }
}
