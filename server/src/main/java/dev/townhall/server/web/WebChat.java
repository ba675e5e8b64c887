package dev.townhall.server.web;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.chat.Outgoing;
import java.time.Duration;

/// The network `web`. The transcript in the ledger is what a page shows, so a post is on the page
/// as soon as it is durable, once, in its newest revision; delivering it only wakes open pages.
public final class WebChat implements ChatPort {
    /// The network's name.
    public static final String NETWORK = "web";

    private static final Capabilities CAPABILITIES =
            new Capabilities(true, true, true, true, false, 256 * 1024, Duration.ofMillis(100));

    private final Wakes wakes;

    /// Pages are woken once a [TownServer] serves this network.
    public WebChat() {
        this(new Wakes());
    }

    WebChat(Wakes wakes) {
        this.wakes = wakes;
    }

    @Override
    public String network() {
        return NETWORK;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Receipt deliver(Outgoing post) {
        wakes.wake();
        return new Delivered(post.key());
    }

    Wakes wakes() {
        return wakes;
    }
}
