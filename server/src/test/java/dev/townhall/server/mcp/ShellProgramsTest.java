package dev.townhall.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Sandbox;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.tool.BearerToken;
import dev.townhall.core.tool.ToolTown;
import dev.townhall.server.web.TownServer;
import dev.townhall.server.web.WebChat;
import dev.townhall.server.web.WebSettings;
import dev.townhall.server.web.WebTown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gt` and `bd` as an agent's shell runs them, in the sandbox where there is one.
class ShellProgramsTest {
    @TempDir private Path folder;
    private final ToolTown world = new ToolTown();
    private SystemProcesses workers;
    private TownServer server;
    private ShellPrograms programs;

    @BeforeEach
    void start() throws Exception {
        workers = SystemProcesses.contained(Sandbox.find(System.getenv(), List.of(folder)));
        Files.createDirectories(folder.resolve("tree"));
        programs = ShellPrograms.in(folder.resolve("bin"));
        server =
                TownServer.start(
                        WebSettings.loopback(0, folder),
                        new WebTown(
                                world.town.ledger(),
                                world.town.reception()::receive,
                                world.town,
                                new SecureRandomness()),
                        new WebChat(),
                        List.of(new McpDoor(world.tools, world.credentials).handler()));
        Exit curl = run("command -v curl", Map.of(), Confinement.NONE);
        assumeTrue(curl.isSuccess(), "ShellProgramsTest is skipped: no curl here.");
    }

    @AfterEach
    void stop() {
        server.close();
        workers.close();
    }

    private BearerToken token() {
        return world.credentials.issue(ToolTown.credential(AgentRole.POLECAT));
    }

    /// As an agent's session finds them.
    private Exit typed(String script, BearerToken token) {
        Surroundings surroundings = new Surroundings(System.getenv(), folder.resolve("homes"));
        try (Surroundings.Stay stay = surroundings.enter("shop~polecats~nux")) {
            McpServer.Programs offered = programs.of(server.address(), token);
            Path door = stay.secret("door", offered.secret());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(door)))
                    .isEqualTo("rw-------");
            Map<String, String> environment = new LinkedHashMap<>(stay.environment());
            environment.merge("PATH", offered.folder().toString(), (old, own) -> own + ":" + old);
            environment.put(offered.variable(), door.toString());
            Confinement confinement =
                    new Confinement(
                            Confinement.Need.PREFERRED,
                            Confinement.Network.OPEN,
                            List.of(folder.resolve("tree")),
                            List.of(offered.folder()));
            return run(script, environment, stay.confinement(confinement));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Exit run(String script, Map<String, String> environment, Confinement confinement) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putIfAbsent("PATH", System.getenv("PATH"));
        return workers.run(
                new Command(
                        List.of("sh", "-c", script),
                        folder.resolve("tree"),
                        all,
                        Duration.ofMinutes(2),
                        64 * 1024,
                        confinement));
    }

    @Test
    void aShellOfTheSessionDoesWhatTheToolsDo() {
        Exit exit =
                typed(
                        """
                        set -e
                        bd ready
                        bd create 'Mend "the" gate & more' -p 1 -d 'Line 1
                        line 2 é %41'
                        printf 'from a pipe' | bd comment sh-free -
                        gt done 'all of it'
                        gt help
                        """,
                        token());

        assertThat(exit.isSuccess()).as(exit.output()).isTrue();
        assertThat(exit.output()).contains("sh-free", "Made sh-", "gt mail send TO SUBJECT BODY");
        assertThat(world.beads().values())
                .anySatisfy(bead -> {
                    assertThat(bead.title()).isEqualTo("Mend \"the\" gate & more");
                    assertThat(bead.description()).isEqualTo("Line 1\nline 2 é %41");
                });
        assertThat(world.beads().values())
                .anySatisfy(bead ->
                        assertThat(bead.comments())
                                .anySatisfy(it -> assertThat(it.text()).isEqualTo("from a pipe")));
    }

    @Test
    void whatIsRefusedAndWhatIsNotUnderstoodHaveCodesOfTheirOwn() {
        Exit exit =
                typed(
                        """
                        bd show bo-free; echo "code $?"
                        bd frobnicate; echo "code $?"
                        GT_DOOR=/nowhere bd ready; echo "code $?"
                        """,
                        token());

        assertThat(exit.output())
                .contains(
                        "bd: There is no bead 'bo-free' on rig shop.",
                        "code 1",
                        "bd: There is no 'frobnicate' here.",
                        "code 2",
                        "bd: this speaks for a session of a town's agent, and here is none.",
                        "code 5");
    }

    @Test
    void aSessionThatIsOverCanTypeWhatItLikes() {
        BearerToken token = token();
        world.credentials.revoke(ToolTown.credential(AgentRole.POLECAT));

        Exit exit = typed("bd create Late; echo \"code $?\"", token);

        assertThat(exit.output()).contains("this session is over", "code 77");
        assertThat(world.beads().values()).noneMatch(bead -> bead.title().equals("Late"));
    }

    @Test
    void theTokenIsInNoEnvironmentAndOnNoCommandLine() {
        BearerToken token = token();
        Exit exit =
                typed(
                        """
                        printf '%s\\n' '#!/bin/sh' 'tr "\\0" " " </proc/self/cmdline' 'env' > curl
                        chmod +x curl
                        PATH=$(dirname "$(command -v bd)"):$PWD:$PATH bd ready
                        env
                        """,
                        token);

        assertThat(exit.output()).contains("GT_DOOR=").doesNotContain(token.text());
    }
}
