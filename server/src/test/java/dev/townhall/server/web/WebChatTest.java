package dev.townhall.server.web;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.chat.IdempotentChatPortContract;
import dev.townhall.core.chat.Outgoing;
import dev.townhall.core.ledger.Post;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The web as a chat network. Its page shows the ledger's transcript, so what is delivered here
/// was written there first, as the projection does it.
final class WebChatTest implements IdempotentChatPortContract {
    private final ScriptedTown town = ScriptedTown.fresh();
    private final WebChat chat = new WebChat();

    @TempDir Path folder;
    private TownServer server;

    @BeforeEach
    void start() {
        server = TownServer.start(WebSettings.loopback(0, folder), town.doors(), chat);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public ChatPort port() {
        return new Projected();
    }

    /// How often it stands on the channel's page, in its newest revision.
    @Override
    public int shown(ChatPort port, String key) {
        Post post = town.ledger().read(view -> view.post(key)).orElseThrow();
        String page = Wire.to(server).send("GET", "/c/shop", "").body();
        String item = "data-seq=\"%s\" data-revision=\"%s\"".formatted(post.seq(), post.revision());
        return Math.toIntExact(
                Pattern.compile(item, Pattern.LITERAL).matcher(page).results().count());
    }

    private final class Projected implements ChatPort {
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
            boolean known =
                    town.ledger()
                            .read(view -> view.post(post.key()))
                            .filter(found -> found.revision() >= post.revision())
                            .isPresent();
            if (!known) {
                town.say(post.key(), post.conversation(), post.card());
            }
            return chat.deliver(post);
        }
    }
}
