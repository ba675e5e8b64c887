package dev.townhall.core.simulation.chat;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.chat.SimulatedChat;
import dev.townhall.core.chat.SimulatedChat.Memory;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.testing.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// The chat networks of the simulated world: they outlive every town.
public final class Networks {
    private final List<SimulatedChat> chats = new ArrayList<>();
    private boolean forgets;

    public Networks(Dice dice) {
        chats.add(new SimulatedChat("web", Memory.IDEMPOTENT, 4_000, Duration.ZERO));
        if (dice.chance(50)) {
            Memory memory = dice.chance(70) ? Memory.LOOKUP : Memory.NONE;
            chats.add(new SimulatedChat("slack", memory, true, 3_000, Duration.ofSeconds(1)));
            forgets = memory == Memory.NONE;
        }
    }

    public List<SimulatedChat> all() {
        return List.copyOf(chats);
    }

    /// Whether a network can tell what it shows already, so that nothing need stand there twice.
    public boolean remembers(SimulatedChat chat) {
        return chat.network().equals("web") || !forgets;
    }

    /// The networks as one life of the town reaches them.
    ///
    /// @param watcher told after each delivery
    public List<ChatPort> reachedFrom(
            Boundary boundary, Dice dice, BiConsumer<SimulatedChat, String> watcher) {
        return chats.stream()
                .<ChatPort>map(chat -> new FaultyChat(chat, boundary, dice, watcher))
                .toList();
    }
}
