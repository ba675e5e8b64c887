package dev.townhall.botslack;

import dev.townhall.botslack.pace.Pace;
import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.chat.ChatPortContract;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Outgoing;
import dev.townhall.core.reconcile.ManualTime;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

final class SlackChatContractTest implements ChatPortContract {
    private final FakeSlack slack = new FakeSlack();

    @AfterEach
    void close() {
        slack.close();
    }

    @Override
    public ChatPort port() {
        return new AtHome(new SlackChat(slack.api(), FakeSlack.SELF, new Pace(new ManualTime())));
    }

    @Override
    public int shown(ChatPort port, String key) {
        return slack.count(key);
    }

    /// Gives every conversation a place that is one of Slack.
    private record AtHome(SlackChat chat) implements ChatPort {
        @Override
        public String network() {
            return chat.network();
        }

        @Override
        public Capabilities capabilities() {
            return chat.capabilities();
        }

        @Override
        public Receipt deliver(Outgoing post) {
            boolean inbox = post.conversation() instanceof Conversation.Inbox;
            return chat.deliver(
                    new Outgoing(
                            post.key(),
                            post.revision(),
                            post.conversation(),
                            Optional.of(inbox ? "T1/U1" : "T1/C1"),
                            post.root(),
                            post.remoteId(),
                            post.rootRemoteId(),
                            post.inDoubt(),
                            post.author(),
                            post.card(),
                            post.urgency()));
        }
    }
}
