package dev.townhall.botslack;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.chat.ChatPortContract;
import org.junit.jupiter.api.AfterEach;

final class SlackChatContractTest implements ChatPortContract {
    private final FakeSlack slack = new FakeSlack();

    @AfterEach
    void close() {
        slack.close();
    }

    @Override
    public ChatPort port() {
        return new SlackChat(slack.api(), FakeSlack.SELF, new SmallHomes());
    }

    @Override
    public int shown(ChatPort port, String key) {
        return slack.count(key);
    }
}
