package dev.townhall.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.ChatPort.Delivered;
import dev.townhall.core.ledger.Post;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What holds for every chat network.
public interface ChatPortContract {
    /// A fresh network on which `#shop`, the thread `hq-cv-1` and ada's inbox exist.
    ChatPort port();

    /// How often a message with this key is on the screens of `port`.
    int shown(ChatPort port, String key);

    static Outgoing post(String key, String text) {
        return new Outgoing(
                key,
                1,
                new Conversation.Channel(new RigName("shop")),
                Optional.of("shop's home"),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Actor.MAYOR,
                Sanitizer.card(Card.line(text)),
                Post.Urgency.NEWS);
    }

    static Outgoing revised(Outgoing post, String remoteId, String text) {
        return new Outgoing(
                post.key(),
                post.revision() + 1,
                post.conversation(),
                post.place(),
                post.root(),
                Optional.of(remoteId),
                post.rootRemoteId(),
                false,
                post.author(),
                Sanitizer.card(Card.line(text)),
                post.urgency());
    }

    @Test
    default void itsNameIsAStableWord() {
        assertThat(port().network()).matches("[a-z][a-z0-9]*");
    }

    @Test
    default void itsLimitsArePositive() {
        ChatPort.Capabilities can = port().capabilities();

        assertThat(can.textCharsMax()).isPositive();
        assertThat(can.editPauseMin().isNegative()).isFalse();
    }

    @Test
    default void aPostIsShownOnceAndNamed() {
        ChatPort port = port();

        ChatPort.Receipt receipt = port.deliver(post("k1", "hello"));

        assertThat(receipt)
                .isInstanceOfSatisfying(
                        Delivered.class, it -> assertThat(it.remoteId()).isNotBlank());
        assertThat(shown(port, "k1")).isEqualTo(1);
    }

    @Test
    default void anEditKeepsTheMessageAndItsName() {
        ChatPort port = port();
        Outgoing post = post("k2", "hello");
        String remoteId = ((Delivered) port.deliver(post)).remoteId();

        ChatPort.Receipt receipt = port.deliver(revised(post, remoteId, "hello again"));

        assertThat(receipt).isEqualTo(new Delivered(remoteId));
        assertThat(shown(port, "k2")).isEqualTo(1);
    }

    @Test
    default void twoPostsWithTheSameTextAreTwo() {
        ChatPort port = port();

        port.deliver(post("k4", "same"));
        port.deliver(post("k5", "same"));

        assertThat(shown(port, "k4") + shown(port, "k5")).isEqualTo(2);
    }

    @Test
    default void everyKindOfConversationIsServed() {
        ChatPort port = port();
        List<Conversation> places =
                List.of(
                        new Conversation.Channel(new RigName("shop")),
                        new Conversation.ConvoyThread(new BeadId("hq-cv-1")),
                        new Conversation.Inbox("ada"));
        for (Conversation place : places) {
            Outgoing post =
                    new Outgoing(
                            "p:" + place.key(),
                            1,
                            place,
                            Optional.of("home of " + place.key()),
                            place instanceof Conversation.ConvoyThread,
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            Actor.MAYOR,
                            Card.line("x"),
                            Post.Urgency.NEWS);

            assertThat(port.deliver(post)).isInstanceOf(Delivered.class);
        }
    }

    @Test
    default void hostileTextIsShownLikeAnyOther() {
        ChatPort port = port();

        ChatPort.Receipt receipt =
                port.deliver(post("k6", "<b>&amp; <!channel> `x` *y* _z_ \u202e @everyone \u0000"));

        assertThat(receipt).isInstanceOf(Delivered.class);
    }
}
