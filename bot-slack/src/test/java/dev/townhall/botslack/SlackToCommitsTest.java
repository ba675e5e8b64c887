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
import dev.townhall.botslack.door.Allowed;
import dev.townhall.botslack.door.FrontDoor;
import dev.townhall.botslack.door.Signature;
import dev.townhall.botslack.hearing.Hearing;
import dev.townhall.botslack.hearing.TownKnowledge;
import dev.townhall.botslack.pace.Pace;
import dev.townhall.botslack.webapi.WebApi;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
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
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plan typed in a channel of Slack becomes merged commits: signed requests in at the front door,
/// calls of the Web API out, a real town between them.
final class SlackToCommitsTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor ADA = Actor.overseer("ada");

    private final FakeSlack slack = new FakeSlack();
    private final WebApi api = slack.api();
    private final SystemTime time = new SystemTime();
    private final SystemProcesses processes = SystemProcesses.grouped();
    private final Signature signature = new Signature("secret");
    private final FrontDoor door =
            new FrontDoor(signature, new Allowed("A1", "T1", Optional.empty()), time);
    private final Path folder;
    private final SqliteLedger ledger;
    private final GitRepositories repositories;
    private final Town town;
    private final Listening listening;
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
        Surroundings surroundings = new Surroundings(System.getenv(), folder.resolve("homes"));
        town =
                Town.open(
                        TownConfig.DEFAULT,
                        new Adapters(
                                time,
                                ledger,
                                repositories,
                                new ShellRuntime(processes, surroundings),
                                new ShellGates(processes, surroundings, 64 * 1024),
                                List.of(new SlackChat(api, FakeSlack.SELF, new Pace(time)))));
        listening =
                new Listening(
                        "T1",
                        new Hearing("T1", "UB", new TownKnowledge("T1", ledger, "UG"::equals)),
                        town.reception(),
                        ledger,
                        api,
                        Runnable::run,
                        heard -> {});
        town.start();
    }

    @AfterEach
    void close() {
        town.close();
        repositories.close();
        ledger.close();
        processes.close();
        api.close();
        slack.close();
    }

    @Test
    void aPlanTypedInAChannelIsLaunchedApprovedFromADirectMessageAndLanded() {
        addShop();
        write(tx -> {
            People.firstOwner(tx, "ada");
            People.identify(tx, "ada", "slack", "T1/U1");
            People.add(tx, "bob", Role.VIEWER);
            People.identify(tx, "bob", "slack", "T1/U2");
        });

        send(command("U2", "C1", "bind shop"));
        assertThat(whispers()).last().asString().contains("needs the role owner");
        send(command("U1", "C1", "bind shop"));
        assertThat(whispers()).last().asString().contains("This is the channel of rig shop now");
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
        addShop();
        write(tx -> {
            People.firstOwner(tx, "ada");
            People.identify(tx, "ada", "slack", "T1/U1");
        });
        byte[] body = command("U1", "C1", "bind shop").getBytes(UTF_8);
        String now = String.valueOf(time.now().getEpochSecond());

        Ack ack = listening.take(door.admit(now, new Signature("other").of(now, body), body));

        assertThat(ack.status()).isEqualTo(401);
        assertThat(whispers()).isEmpty();
    }

    private void send(String text) {
        byte[] body = text.getBytes(UTF_8);
        String now = String.valueOf(time.now().getEpochSecond());
        assertThat(listening.take(door.admit(now, signature.of(now, body), body)))
                .isEqualTo(new Ack(200, ""));
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
