package dev.townhall.core.chat;

import dev.townhall.core.chat.SimulatedChat.Memory;
import org.junit.jupiter.api.Nested;

final class SimulatedChatTest {
    private static int count(ChatPort port, String key) {
        return (int)
                ((SimulatedChat) port).seen().stream().filter(it -> it.key().equals(key)).count();
    }

    @Nested
    final class Idempotent implements IdempotentChatPortContract {
        @Override
        public ChatPort port() {
            return new SimulatedChat("sim", Memory.IDEMPOTENT);
        }

        @Override
        public int shown(ChatPort port, String key) {
            return count(port, key);
        }
    }

    @Nested
    final class WithLookup implements ChatPortContract {
        @Override
        public ChatPort port() {
            return new SimulatedChat("sim", Memory.LOOKUP);
        }

        @Override
        public int shown(ChatPort port, String key) {
            return count(port, key);
        }
    }
}
