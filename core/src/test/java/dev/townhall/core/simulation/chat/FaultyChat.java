package dev.townhall.core.simulation.chat;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.chat.Outgoing;
import dev.townhall.core.chat.SimulatedChat;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.testing.Dice;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/// A network as one life of the town reaches it: posts get lost, answers get lost, and it may ask
/// for a pause.
final class FaultyChat implements ChatPort {
    private final SimulatedChat chat;
    private final Boundary boundary;
    private final Dice dice;
    private final BiConsumer<SimulatedChat, String> watcher;

    FaultyChat(
            SimulatedChat chat,
            Boundary boundary,
            Dice dice,
            BiConsumer<SimulatedChat, String> watcher) {
        this.chat = chat;
        this.boundary = boundary;
        this.dice = dice;
        this.watcher = watcher;
    }

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
        String what = chat.network() + ".deliver " + post.key() + " " + post.revision();
        return boundary.call(
                what,
                () -> {
                    if (boundary.strikes(Fault.RATE_LIMITED, what)) {
                        Duration pause = Duration.ofSeconds(1L + dice.below(30));
                        chat.plan(
                                new SimulatedChat.Fault.Refuses(
                                        Failure.RATE_LIMITED, Optional.of(pause)));
                    } else if (boundary.strikes(Fault.POST_LOST, what)) {
                        chat.plan(
                                dice.chance(30)
                                        ? new SimulatedChat.Fault.Throws()
                                        : new SimulatedChat.Fault.Refuses(
                                                Failure.TRANSIENT, Optional.empty()));
                    } else if (boundary.strikes(Fault.POST_ANSWER_LOST, what)) {
                        chat.plan(new SimulatedChat.Fault.LosesAnswer());
                    }
                    Receipt receipt = chat.deliver(post);
                    watcher.accept(chat, post.key());
                    return receipt;
                });
    }
}
