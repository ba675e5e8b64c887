package dev.townhall.botslack;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.botslack.FakeSlack.Shown;
import dev.townhall.botslack.Listening.Ack;
import dev.townhall.botslack.blockkit.Message;
import dev.townhall.botslack.blockkit.MessageRules;
import dev.townhall.botslack.door.Signature;
import dev.townhall.botslack.socket.SmallSocketServer;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Whereabouts;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.core.mergequeue.ShellGates;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.shell.ShellRuntime;
import dev.townhall.core.town.Adapters;
import dev.townhall.core.town.Town;
import dev.townhall.core.town.TownConfig;
import dev.townhall.core.worktree.GitRepositories;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A plan typed in a channel of Slack becomes merged commits: signed requests in at the front door,
/// calls of the Web API out, a real town between them.
final class SlackToCommitsTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor ADA = Actor.overseer("ada");

    private final FakeSlack slack = new FakeSlack();
    private final SmallSocketServer sockets = new SmallSocketServer();
    private final SystemTime time = new SystemTime();
    private final SystemProcesses processes = SystemProcesses.grouped();
    private final Signature signature = new Signature("secret");
    private final Path folder;
    private final SqliteLedger ledger;
    private final GitRepositories repositories;
    private @Nullable Town town;
    private @Nullable SlackFront front;
    private int said;

    SlackToCommitsTest(@TempDir Path folder) {
        this.folder = folder;
        sh(
                folder,
                """
                git init -q --bare -b main shop.git
                git init -q -b main seed && cd seed
                printf 'one\\n' > list.txt && git add . && git commit -q -m first
                git push -q ../shop.git main
                """);
        ledger = SqliteLedger.open(folder.resolve("ledger.db"), time, new SecureRandomness());
        repositories =
                new GitRepositories(folder.resolve("rigs"), processes, time, System.getenv());
        slack.answer("apps.connections.open", Json.object().put("url", sockets.uri().toString()));
        for (String user : List.of("U1", "U2")) {
            slack.answer("users.info", Json.object().set("user", Json.object().put("id", user)));
        }
    }

    /// How Slack's words reach the town.
    enum Transport {
        HTTP,
        SOCKET
    }

    private Town open(Transport transport) {
        boolean socket = transport == Transport.SOCKET;
        SlackFront opened =
                new SlackFront(
                        new SlackLogin(
                                "A1",
                                Optional.empty(),
                                FakeSlack.SELF,
                                FakeSlack.TOKEN,
                                socket ? Optional.of("xapp-fake") : Optional.empty(),
                                socket ? Optional.empty() : Optional.of("secret")),
                        slack.url(),
                        time);
        front = opened;
        Surroundings surroundings = new Surroundings(System.getenv(), folder.resolve("homes"));
        Town made =
                Town.open(
                        TownConfig.DEFAULT,
                        new Adapters(
                                time,
                                ledger,
                                repositories,
                                new ShellRuntime(processes, surroundings),
                                new ShellGates(processes, surroundings, 64 * 1024),
                                List.of(opened.chat())));
        town = made;
        made.start();
        opened.listen(ledger, made.reception(), heard -> {});
        await().until(opened::isConnected);
        return made;
    }

    @AfterEach
    void close() throws IOException {
        if (town != null && front != null) {
            front.close();
            town.close();
        }
        repositories.close();
        ledger.close();
        processes.close();
        sockets.close();
        slack.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPlanTypedInAChannelIsLaunchedApprovedFromADirectMessageAndLanded(Transport transport) {
        open(transport);
        addShop();
        write(tx -> {
            People.firstOwner(tx, "ada");
            People.identify(tx, "ada", "slack", "T1/U1");
            People.add(tx, "bob", Role.VIEWER);
            People.identify(tx, "bob", "slack", "T1/U2");
        });

        send(command("U2", "C1", "bind shop"));
        awaitWhisper("needs the role owner");
        send(command("U1", "C1", "bind shop"));
        awaitWhisper("This is the channel of rig shop now");
        String plan =
                message(
                        "U1",
                        "C1",
                        "",
                        "<@UB> please\n• Append two\n```sh\necho two &gt;&gt; list.txt```\n• Release  after: 1  approval: required\n```sh\necho 1.0 &gt; version.txt```");
        send(plan);
        send(plan);
        send(plan.replace("\"message\"", "\"app_mention\"").replace("Ev", "Mention"));
        Shown card =
                await().until(() -> withButton("C1", "Launch"), Optional::isPresent).orElseThrow();
        String root = card.channel() + "/" + card.ts();
        await().until(() -> new Whereabouts(ledger).thread("slack", root).isPresent());
        send(press("U2", card, "Launch"));
        send(press("U1", card, "Launch"));
        send(message("U1", "C1", card.ts(), "status"));
        Shown approval =
                await().until(() -> withButton("DU1", "Approve"), Optional::isPresent)
                        .orElseThrow();
        send(press("U1", approval, "Approve"));
        await().until(() -> thread(card).anyMatch(it -> text(it).startsWith("Landed")));

        assertThat(slack.seen().stream().filter(it -> blocks(it).contains("\"Drop\""))).isEmpty();
        assertThat(thread(card).map(SlackToCommitsTest::text))
                .anyMatch(it -> it.contains("Launching") && it.contains("needs the role"))
                .anyMatch(it -> it.startsWith("Launched by ada"))
                .anyMatch(it -> it.contains("approved by ada"));
        await().untilAsserted(() -> assertThat(withButton("DU1", "Approve")).isEmpty());
        assertThat(slack.seen())
                .allSatisfy(it -> assertThat(MessageRules.faults(asMessage(it))).isEmpty());
        assertThat(slack.seen())
                .extracting(it -> it.fields().path("metadata").toString())
                .doesNotHaveDuplicates();
        assertThat(sh(folder, "git -C shop.git show main:list.txt main:version.txt"))
                .isEqualTo("one\ntwo\n1.0\n");
        assertThat(sh(folder, "git -C shop.git rev-list --count main").strip()).isEqualTo("3");
    }

    @Test
    void whatIsNotSignedHasNoEffect() {
        open(Transport.HTTP);
        addShop();
        write(tx -> {
            People.firstOwner(tx, "ada");
            People.identify(tx, "ada", "slack", "T1/U1");
        });
        byte[] body = command("U1", "C1", "bind shop").getBytes(UTF_8);
        String now = String.valueOf(time.now().getEpochSecond());

        Ack ack = opened().request(now, new Signature("other").of(now, body), body);

        assertThat(ack.status()).isEqualTo(401);
        assertThat(whispers()).isEmpty();
    }

    private void send(String text) {
        byte[] body = text.getBytes(UTF_8);
        String now = String.valueOf(time.now().getEpochSecond());
        if (!sockets.open().isEmpty()) {
            sendBySocket(text);
            return;
        }
        assertThat(opened().request(now, signature.of(now, body), body))
                .isEqualTo(new Ack(200, ""));
    }

    /// The same payload in an envelope; comes back when it is acknowledged.
    private void sendBySocket(String text) {
        Map<String, String> form = FakeSlack.form(text);
        ObjectNode envelope = Json.object().put("envelope_id", "e" + ++said);
        if (text.startsWith("{")) {
            envelope.put("type", "events_api").set("payload", Json.parse(text));
        } else if (form.containsKey("payload")) {
            envelope.put("type", "interactive")
                    .set("payload", Json.parse(form.getOrDefault("payload", "")));
        } else {
            envelope.put("type", "slash_commands").set("payload", Json.tree(form));
        }
        sockets.open().getFirst().say(envelope.toString());
        String acknowledged = await().until(() -> sockets.said().poll(), Objects::nonNull);
        assertThat(Json.parse(acknowledged))
                .isEqualTo(Json.object().put("envelope_id", "e" + said));
    }

    private SlackFront opened() {
        return Objects.requireNonNull(front);
    }

    private String message(String user, String channel, String thread, String text) {
        ObjectNode payload =
                Json.object()
                        .put("type", "event_callback")
                        .put("team_id", "T1")
                        .put("api_app_id", "A1")
                        .put("event_id", "Ev" + ++said);
        ObjectNode event = payload.putObject("event").put("type", "message");
        event.put("user", user).put("channel", channel).put("text", text).put("ts", said + ".5");
        if (!thread.isEmpty()) {
            event.put("thread_ts", thread);
        }
        return payload.toString();
    }

    private String command(String user, String channel, String text) {
        return "command=%2Fgt&api_app_id=A1&team_id=T1&user_id="
                + user
                + "&channel_id="
                + channel
                + "&trigger_id="
                + ++said
                + ".t&text="
                + URLEncoder.encode(text, UTF_8);
    }

    private String press(String user, Shown shown, String label) {
        JsonNode button =
                buttons(shown).filter(it -> label(it).equals(label)).findFirst().orElseThrow();
        ObjectNode payload = Json.object().put("type", "block_actions").put("api_app_id", "A1");
        payload.put("trigger_id", ++said + ".p");
        payload.putObject("team").put("id", "T1");
        payload.putObject("user").put("id", user).put("team_id", "T1");
        payload.putObject("container")
                .put("type", "message")
                .put("channel_id", shown.channel())
                .put("message_ts", shown.ts());
        payload.putArray("actions").add(button);
        return "payload=" + URLEncoder.encode(payload.toString(), UTF_8);
    }

    private void awaitWhisper(String part) {
        await().until(() -> whispers().stream().anyMatch(it -> it.contains(part)));
    }

    private List<String> whispers() {
        return slack.calls("chat.postEphemeral").stream()
                .map(it -> it.getOrDefault("text", ""))
                .toList();
    }

    private Optional<Shown> withButton(String channel, String label) {
        return slack.seen().stream()
                .filter(it -> it.channel().equals(channel))
                .filter(it -> buttons(it).anyMatch(button -> label(button).equals(label)))
                .findFirst();
    }

    private Stream<Shown> thread(Shown root) {
        return slack.seen().stream().filter(it -> it.thread().equals(root.ts()));
    }

    private static Stream<JsonNode> buttons(Shown shown) {
        return shown.fields().path("blocks").findParents("action_id").stream();
    }

    private static String label(JsonNode button) {
        return button.path("text").path("text").asText();
    }

    private static String text(Shown shown) {
        return shown.fields().path("text").asText();
    }

    private static String blocks(Shown shown) {
        return shown.fields().path("blocks").toString();
    }

    private static Message asMessage(Shown shown) {
        return new Message(
                text(shown),
                shown.fields().has("blocks")
                        ? shown.fields().withArray("blocks")
                        : Json.object().putArray("none"));
    }

    private void addShop() {
        Rig rig =
                new Rig(
                        SHOP,
                        "sh",
                        folder.resolve("shop.git").toString(),
                        "",
                        List.of(),
                        true,
                        false,
                        3,
                        Rig.State.ADDING,
                        "",
                        List.of());
        write(tx -> Rigs.add(tx, rig));
        await().until(() ->
                ledger.<Rig.State>read(view -> Rigs.get(view, SHOP).state()) == Rig.State.READY);
    }

    private void write(Consumer<dev.townhall.core.ledger.Transaction> change) {
        ledger.write(
                ADA,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }

    private String sh(Path where, String script) {
        Processes.Exit exit =
                processes.run(
                        new Processes.Command(
                                List.of("sh", "-ec", script),
                                where,
                                Map.of(
                                        "PATH", System.getenv("PATH"),
                                        "HOME", folder.toString(),
                                        "GIT_CONFIG_GLOBAL", "/dev/null",
                                        "GIT_AUTHOR_NAME", "Somebody",
                                        "GIT_AUTHOR_EMAIL", "s@example.org",
                                        "GIT_COMMITTER_NAME", "Somebody",
                                        "GIT_COMMITTER_EMAIL", "s@example.org"),
                                PATIENCE,
                                64 * 1024));
        assertThat(exit.isSuccess()).as(exit.output()).isTrue();
        return exit.output();
    }
}
