package dev.townhall.server.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.patrol.Trespasses;
import dev.townhall.core.worktree.Plants;
import dev.townhall.server.command.TestTown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a worker and a gate try against a whole town is refused, and told to people.
@Tag("slow")
class TrespassTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final List<String> REACHES =
            List.of(
                    "read the town's run/token",
                    "read the town's ledger.db",
                    "read the town's run/pid",
                    "read the user's .ssh/id_ed25519",
                    "read the user's .aws/credentials",
                    "read the user's .git-credentials",
                    "read the user's .netrc",
                    "read the user's .config/gh/hosts.yml",
                    "read the user's .docker/config.json",
                    "read the user's .kube/config",
                    "read the user's .claude/.credentials.json",
                    "read the user's .codex/auth.json",
                    "read /etc/shadow",
                    "call Docker",
                    "call the town's command line",
                    "call the town hall",
                    "call the agents' tools without a token",
                    "call the agents' tools with a token that nobody was given");

    private static final List<String> PLANTS =
            List.of(
                    "config sets core.sshcommand",
                    "config sets core.fsmonitor",
                    "config sets core.gitproxy",
                    "config sets core.askpass",
                    "config sets diff.external",
                    "config sets gpg.program",
                    "config sets include.path",
                    "config sets filter.*.clean",
                    "config sets diff.*.textconv",
                    "config sets merge.*.driver",
                    "objects/info/alternates leads elsewhere",
                    "a hook");

    private static final String PLANT =
            """
            git config core.sshCommand /tmp/evil
            git config core.fsmonitor /tmp/evil
            git config core.gitProxy /tmp/evil
            git config core.askPass /tmp/evil
            git config diff.external /tmp/evil
            git config gpg.program /tmp/evil
            git config include.path /tmp/evil
            git config filter.evil.clean /tmp/evil
            git config diff.evil.textconv /tmp/evil
            git config merge.evil.driver /tmp/evil
            mkdir -p .git/hooks && echo '#!/bin/sh' > .git/hooks/pre-push
            chmod +x .git/hooks/pre-push
            echo /tmp/evil >> .git/objects/info/alternates
            echo done > done.txt
            """;

    @TempDir private Path folder;

    @Test
    void whatAWorkerAndAGateTryIsRefusedAndTold() throws Exception {
        try (TestTown town = new TestTown(folder)) {
            assumeTrue(
                    town.running().sandbox().problem().isEmpty(),
                    town.running().sandbox().description());
            Path gate = Files.writeString(folder.resolve("gate.sh"), reach(town) + PLANT);
            String remote = town.remote("shop").toString();
            TestTown.Ended added =
                    town.gt(
                            "rig",
                            "add",
                            "shop",
                            remote,
                            "--shell",
                            "--sandbox",
                            "required",
                            "--readable",
                            gate.toString(),
                            "--gate",
                            "sh -e " + gate);
            assertThat(added.code()).as(added.err()).isZero();
            String bead =
                    town.gt("new", "shop", "Trespass", "--exec", reach(town) + PLANT, "--json")
                            .json()
                            .path("id")
                            .asText();

            assertThat(town.gt("sling", bead).code()).isZero();

            await().atMost(PATIENCE).until(() -> isClosed(town, bead));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> {
                        assertThat(texts(town, Trespasses.KIND, "shop/polecats/"))
                                .hasSize(1)
                                .first()
                                .asString()
                                .contains(REACHES)
                                .contains("nobody was given (2 times or more)");
                        assertThat(texts(town, Trespasses.KIND, "shop/gates"))
                                .hasSize(1)
                                .first()
                                .asString()
                                .contains(REACHES);
                        for (String whose : List.of("shop/polecats/", "shop/gates")) {
                            assertThat(texts(town, Plants.KIND, whose))
                                    .as(whose)
                                    .hasSize(1)
                                    .first()
                                    .asString()
                                    .contains(PLANTS);
                        }
                    });
            assertThat(Stream.concat(REACHES.stream(), PLANTS.stream()))
                    .hasSizeGreaterThanOrEqualTo(20);
            assertThat(town.gt("doctor").out()).contains("read the town's run/token");
            assertThat(town.gt("events", "--json").out().lines())
                    .filteredOn(line -> line.contains("finding.raised") && line.contains("gates"))
                    .hasSize(2);
        }
    }

    /// Succeeds only when each of its attempts was refused.
    private static String reach(TestTown town) {
        return """
        no() { if "$@" >/dev/null 2>&1; then echo "got: $*"; got=1; fi; }
        told() { curl -s -m 60 -o /dev/null -w '%%{http_code}' "$@" || true; }
        got=0
        no cat '%1$s/run/token'
        no head -c 6 '%1$s/ledger.db'
        no grep -q . "%2$s/.ssh/id_ed25519"
        no cat "%2$s/.aws/credentials"
        no cat "%2$s/.git-credentials"
        no cat "%2$s/.netrc"
        no cat "%2$s/.config/gh/hosts.yml"
        no cat "%2$s/.docker/config.json"
        no cat "%2$s/.kube/config"
        no cat "%2$s/.claude/.credentials.json"
        no cat "%2$s/.codex/auth.json"
        no cat '%1$s/run/pid'
        no curl -s -m 60 --unix-socket /var/run/docker.sock http://docker/_ping
        no cat /etc/shadow
        no curl -s -m 60 --unix-socket '%1$s/run/gt.sock' http://town/cli/1
        [ "$(told '%3$sapi/v1/say' -d text=hello)" = 403 ] || got=1
        [ "$(told '%3$smcp' -d '{}')" = 401 ] || got=1
        [ "$(told '%3$smcp' -d '{}' -H 'Authorization: Bearer gtmcp_0000')" = 401 ] || got=1
        [ "$(told '%3$smcp' -d '{}' -H 'Authorization: Bearer gtmcp_0001')" = 401 ] || got=1
        [ "$got" = 0 ]
        """
                .formatted(
                        town.town().path(), System.getenv("HOME"), town.running().url().toString());
    }

    private static boolean isClosed(TestTown town, String bead) {
        return town.running().ledger().read(view -> view.get(new BeadId(bead))).isClosed();
    }

    private static List<String> texts(TestTown town, String kind, String whose) {
        return town.running().ledger().read(Patrol::findings).stream()
                .filter(it -> it.kind().equals(kind) && it.about().startsWith(whose))
                .map(Finding::text)
                .collect(Collectors.toList());
    }
}
