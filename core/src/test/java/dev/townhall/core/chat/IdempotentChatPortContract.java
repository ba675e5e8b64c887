package dev.townhall.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What holds, beyond [ChatPortContract], for a network that shows a key once however often it is
/// delivered.
public interface IdempotentChatPortContract extends ChatPortContract {
    @Test
    default void itSaysThatItIsIdempotent() {
        assertThat(port().capabilities().idempotent()).isTrue();
    }

    @Test
    default void aDoubledPostIsShownOnce() {
        ChatPort port = port();

        ChatPort.Receipt first = port.deliver(ChatPortContract.post("k3", "hello"));
        ChatPort.Receipt second = port.deliver(ChatPortContract.post("k3", "hello"));

        assertThat(second).isEqualTo(first);
        assertThat(shown(port, "k3")).isEqualTo(1);
    }
}
