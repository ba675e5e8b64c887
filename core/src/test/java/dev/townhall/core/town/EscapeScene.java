package dev.townhall.core.town;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Sandbox;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.process.Traps;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.core.mergequeue.GateRunner.GateResult;
import dev.townhall.core.mergequeue.ShellGates;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import dev.townhall.core.runtime.shell.ShellRuntime;
import dev.townhall.core.worktree.GitRepositories;
import dev.townhall.core.worktree.RigRepository;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A town's folder with everything in it that a worker must not reach, in a user's home, beside a
/// process that stands for the town, and the two sockets the town listens on.
final class EscapeScene implements AutoCloseable {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor NUX = Actor.polecat(SHOP, "nux");
    private static final Actor OTHER = Actor.polecat(SHOP, "furiosa");
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final List<String> LOGINS =
            List.of(
                    ".git-credentials",
                    ".netrc",
                    ".config/gh/hosts.yml",
                    ".config/gcloud/application_default_credentials.json",
                    ".docker/config.json",
                    ".kube/config",
                    ".claude/.credentials.json",
                    ".codex/auth.json");

    final Path home;
    final Path town;
    final Path tree;
    final Sandbox sandbox;
    final Path gateTree;
    private final Path tmpFile;
    private final RigRepository shop;
    private final Surroundings surroundings;
    private final Traps traps;
    private final Map<String, Map<String, Integer>> trespasses = new ConcurrentSkipListMap<>();
    private final SystemProcesses tools = SystemProcesses.grouped();
    private final SystemProcesses workers;
    private final GitRepositories repositories;
    private final List<Closeable> opened = new ArrayList<>();
    private final int webPort;
    private final Process standIn;

    EscapeScene(Path folder, boolean sandboxed) throws IOException {
        home = Files.createDirectories(folder.resolve("ada"));
        town = home.resolve("town");
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.put("HOME", home.toString());
        environment.put("SSH_AUTH_SOCK", home.resolve("agent.sock").toString());
        sandbox = Sandbox.find(environment, List.of(town));
        workers =
                sandboxed
                        ? SystemProcesses.contained(sandbox, (h, what) -> told(h, what))
                        : SystemProcesses.grouped();
        write(home.resolve(".ssh/id_ed25519"), "PRIVATE KEY");
        write(home.resolve(".ssh/id_rsa"), "PRIVATE KEY");
        write(home.resolve(".aws/credentials"), "KEY");
        for (String login : LOGINS) {
            write(home.resolve(login), "password");
        }
        write(home.resolve(".profile"), "");
        write(town.resolve("town.toml"), "");
        write(town.resolve("run/token"), "town-token");
        write(town.resolve("run/pid"), "1");
        write(town.resolve("homes/other/home/login"), "login");
        Files.createDirectories(folder.resolve("outside"));
        tmpFile = Files.createTempFile("townhall-escape", "");
        SystemTime time = new SystemTime();
        SqliteLedger ledger =
                SqliteLedger.open(town.resolve("ledger.db"), time, new SecureRandomness());
        opened.add(ledger::close);
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        repositories = new GitRepositories(town.resolve("rigs"), tools, time, environment);
        repositories.clone(SHOP, seed(folder).toString());
        shop = repositories.open(SHOP);
        tree = shop.prepare(NUX, "polecat/nux/sh-1", shop.targetHead());
        shop.prepare(OTHER, "polecat/furiosa/sh-2", shop.targetHead());
        gateTree = shop.checkoutForGates(shop.targetHead());
        traps = sandboxed ? Traps.of(town, environment, (h, what) -> told(h, what)) : Traps.none();
        opened.add(traps::close);
        surroundings = new Surroundings(environment, town.resolve("homes"), traps);
        listen(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                UnixDomainSocketAddress.of(town.resolve("run/gt.sock")));
        listen(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                UnixDomainSocketAddress.of(home.resolve("agent.sock")));
        ServerSocketChannel web = ServerSocketChannel.open();
        listen(web, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        webPort = web.socket().getLocalPort();
        standIn = standIn();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path seed(Path folder) throws IOException {
        Path seed = Files.createDirectories(folder.resolve("seed"));
        write(seed.resolve("README"), "hello\n");
        for (List<String> git :
                List.of(
                        List.of("init", "-q", "-b", "main"),
                        List.of("add", "."),
                        List.of("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "1"),
                        List.of("checkout", "-q", "--detach"))) {
            List<String> line = Stream.concat(Stream.of("git"), git.stream()).toList();
            try {
                assertThat(
                                new ProcessBuilder(line)
                                        .directory(seed.toFile())
                                        .inheritIO()
                                        .start()
                                        .waitFor())
                        .isZero();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return seed;
    }

    /// Answers every connection.
    private void listen(ServerSocketChannel server, SocketAddress address) throws IOException {
        server.bind(address);
        opened.add(server);
        Thread.ofVirtual()
                .start(() -> {
                    while (server.isOpen()) {
                        try (SocketChannel client = server.accept()) {
                            client.read(ByteBuffer.allocate(1000));
                            String answer = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello";
                            client.write(
                                    ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
                        } catch (IOException e) {
                            assertThat(e).as("that client went away").isNotNull();
                        }
                    }
                });
    }

    /// A process of the town's user, in the town's folder, with a secret in its environment.
    private Process standIn() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "3600");
        builder.environment().put("TOWN_KEY", "secret");
        builder.directory(town.toFile());
        Process process = builder.start();
        opened.add(process::destroyForcibly);
        return process;
    }

    /// The whole of a script that tries all ways out.
    private String attempts() throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("TOWN", town.toString());
        variables.put("USERS_HOME", home.toString());
        variables.put("OTHER", tree.resolveSibling("furiosa").toString());
        variables.put("STORE", store().toString());
        variables.put("OUTSIDE", home.resolveSibling("outside").toString());
        variables.put("TMP_FILE", tmpFile.toString());
        variables.put("WEB", Integer.toString(webPort));
        variables.put("TOWN_PID", Long.toString(standIn.pid()));
        variables.put("VICTIM_PID", Long.toString(standIn().pid()));
        return variables.entrySet().stream()
                        .map(each -> each.getKey() + "='" + each.getValue() + "'\n")
                        .collect(Collectors.joining())
                + Stream.of(Escape.values()).map(Escape::attempt).collect(Collectors.joining());
    }

    Confinement confinement(Confinement.Need need, Confinement.Network network, Path ownTree) {
        return new Confinement(need, network, List.of(ownTree), List.of(shop.objects()));
    }

    /// Which ways out a session finds.
    Set<Escape> fromASession(Confinement.Need need, Confinement.Network network)
            throws IOException {
        return out(session(attempts(), confinement(need, network, tree)).outputTail());
    }

    private void told(String home, String what) {
        trespasses
                .computeIfAbsent(home, _ -> new ConcurrentSkipListMap<>())
                .merge(what, 1, Integer::sum);
    }

    /// What the town was told that its worker tried, and how often.
    Map<String, Integer> seenOfTheSession() {
        return trespasses.getOrDefault("shop~polecats~nux", Map.of());
    }

    /// What the town was told that a gate tried, and how often.
    Map<String, Integer> seenOfTheGate() {
        return trespasses.getOrDefault(ShellGates.home(gateTree), Map.of());
    }

    /// Which ways out a gate finds.
    Set<Escape> fromAGate(Confinement.Need need, Confinement.Network network) throws IOException {
        Files.writeString(gateTree.resolve("escape.sh"), attempts() + "exit 1\n");
        return out(gate(". ./escape.sh", confinement(need, network, gateTree)).logTail());
    }

    private Set<Escape> out(String said) throws IOException {
        List<String> lines = said.lines().toList();
        for (Escape each : Escape.values()) {
            assertThat(lines).containsAnyOf("out " + each, "held " + each);
        }
        Set<Escape> out = new TreeSet<>();
        for (Escape each : Escape.values()) {
            Path written = written(each);
            if (lines.contains("out " + each)
                    && (written == null
                            || (Files.exists(written)
                                    && Files.readString(written).contains("planted")))) {
                out.add(each);
            }
        }
        return out;
    }

    private Path store() {
        return town.resolve("rigs/shop/repo.git");
    }

    /// The file of the town's or the user's that the attempt is about to write.
    private @Nullable Path written(Escape escape) {
        Path store = store();
        return switch (escape) {
            case WRITE_ANOTHER_TREE -> tree.resolveSibling("furiosa").resolve("planted");
            case WRITE_THE_USERS_PROFILE -> home.resolve(".profile");
            case HOOK_IN_THE_STORE -> store.resolve("hooks/planted");
            case SETTING_OF_THE_STORE -> store.resolve("config");
            case REF_OF_THE_STORE -> store.resolve("refs/planted");
            case OBJECT_IN_THE_STORE -> store.resolve("objects/planted");
            case WRITE_OUTSIDE -> home.resolveSibling("outside/planted");
            default -> null;
        };
    }

    TurnEnded session(String script, Confinement confinement) {
        CompletableFuture<TurnEnded> ended = new CompletableFuture<>();
        ShellRuntime runtime = new ShellRuntime(workers, surroundings);
        SessionStart start =
                new SessionStart(
                        NUX,
                        new BeadId("sh-1"),
                        1,
                        tree,
                        Map.of(),
                        new AgentRuntime.Beginning.Fresh(),
                        LONG,
                        64 * 1024,
                        List.of(),
                        confinement);
        try (AgentSession session =
                runtime.start(
                        start,
                        update -> {
                            if (update instanceof SessionUpdate.TurnEnded turn) {
                                ended.complete(turn);
                            }
                        })) {
            session.prompt(new AgentSession.Turn("", Optional.of(script), 1));
            return ended.join();
        }
    }

    GateResult gate(String command, Confinement confinement) {
        CompletableFuture<GateResult> result = new CompletableFuture<>();
        new ShellGates(workers, surroundings, 64 * 1024)
                .start(
                        gateTree,
                        List.of(new Gate("escape", command, LONG)),
                        confinement,
                        result::complete);
        return result.join();
    }

    Confinement wanted(Confinement.Network network) {
        return confinement(Confinement.Need.REQUIRED, network, tree);
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : opened.reversed()) {
            each.close();
        }
        repositories.close();
        workers.close();
        tools.close();
        Files.deleteIfExists(tmpFile);
    }
}
