package dev.townhall.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Confinement.Need;
import dev.townhall.core.foundation.process.Confinement.Network;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Sandbox;
import dev.townhall.core.foundation.process.SystemProcesses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallersTest {
    private static final Sandbox SANDBOX = Sandbox.find(System.getenv(), List.of());
    private static final String LOGIN = "ada-0123456789abcdef0123";

    private final ScriptedTown town = ScriptedTown.fresh();
    private final SystemProcesses programs = SystemProcesses.grouped();
    private final SystemProcesses workers = SystemProcesses.contained(SANDBOX);

    @TempDir Path folder;
    private TownServer server;

    @BeforeEach
    void start() {
        assumeTrue(SocketHolders.areTold(), "This system does not tell who holds a socket.");
        server = TownServer.start(WebSettings.loopback(0, folder), town.doors(), new WebChat());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        workers.close();
        programs.close();
    }

    @Test
    void aProgramOfTheOwnUserIsTheOwner() {
        String answer = called(programs, Confinement.NONE, "/api/v1/whoami", "");

        assertThat(answer).contains("\"person\":\"ada\"");
    }

    @Test
    void whatRunsInASandboxIsNobodyThoughItReachesThePort() {
        assumeTrue(SANDBOX.problem().isEmpty(), SANDBOX.description());

        String page = called(workers, sandboxed(), "/", "");
        String api = called(workers, sandboxed(), "/api/v1/whoami", "");
        String said =
                called(
                        workers,
                        sandboxed(),
                        "/api/v1/say",
                        "-H Content-Type:application/json -d '{\"conversation\":\"channel:shop\",\"text\":\"status\"}'");

        assertThat(List.of(page, api, said))
                .allSatisfy(answer ->
                        assertThat(answer)
                                .contains("outside of sandboxes", "login_token_file")
                                .doesNotContain("\"person\""));
        assertThat(town.heard()).isEmpty();
        assertThat(called(workers, sandboxed(), "/healthz", "")).doesNotContain("sandboxes");
    }

    @Test
    void aWorkerWithoutASandboxIsNobodyWhereItHasAProcessNamespace() {
        assumeTrue(workers.endsDaemons(), "This machine has no PID namespaces for this user.");

        assertThat(called(workers, Confinement.NONE, "/api/v1/whoami", ""))
                .contains("outside of sandboxes");
    }

    @Test
    void withALoginASandboxedBrowserCanComeIn() {
        assumeTrue(SANDBOX.problem().isEmpty(), SANDBOX.description());
        server.close();
        server =
                TownServer.start(
                        new WebSettings(
                                "127.0.0.1",
                                0,
                                List.of(new WebSettings.Login("ada", LOGIN)),
                                Optional.empty(),
                                folder,
                                ZoneOffset.UTC),
                        town.doors(),
                        new WebChat());

        assertThat(
                        called(
                                workers,
                                sandboxed(),
                                "/api/v1/whoami",
                                "-H 'Authorization: Bearer " + LOGIN + "'"))
                .contains("\"person\":\"ada\"");
    }

    @Test
    void aConnectionThatNobodyHoldsAnyMoreIsNotTrusted() throws Exception {
        SocketHolders holders = new SocketHolders();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(0, 1, loopback)) {
            Socket caller = new Socket(loopback, listener.getLocalPort());
            try (Socket accepted = listener.accept()) {
                InetSocketAddress other =
                        new InetSocketAddress(accepted.getInetAddress(), accepted.getPort());
                InetSocketAddress own =
                        new InetSocketAddress(accepted.getLocalAddress(), accepted.getLocalPort());
                assertThat(holders.areOutside(other, own)).isTrue();

                caller.close();

                assertThat(holders.areOutside(other, own)).isFalse();
            }
        }
    }

    private static Confinement sandboxed() {
        return new Confinement(Need.REQUIRED, Network.OPEN, List.of(), List.of());
    }

    /// What the town hall answers to `curl`, run so.
    private String called(
            Processes processes, Confinement confinement, String path, String options) {
        Command command =
                new Command(
                        List.of(
                                "sh",
                                "-c",
                                "curl -s --max-time 30 %s '%s'"
                                        .formatted(options, server.address().resolve(path))),
                        folder,
                        Map.of("PATH", System.getenv("PATH")),
                        Duration.ofSeconds(60),
                        64 * 1024,
                        confinement.isWanted() ? confinement.alsoWritable(folder) : confinement);
        Processes.Exit exit = processes.run(command);
        assertThat(exit.output()).as("%s", exit).isNotEmpty();
        return exit.output();
    }
}
