package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.server.command.TestTown.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what.
final class PeopleCommandsTest {
    @TempDir private Path folder;
    private TestTown town;

    @BeforeEach
    void start() {
        town = new TestTown(folder);
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void peopleAreAddedWithRolesAndIdentities() {
        town.addShop();

        Ended added =
                town.gt(
                        "people",
                        "add",
                        "ada",
                        "--role",
                        "approver",
                        "--rig",
                        "shop",
                        "--known-as",
                        "slack=T1/U2",
                        "--json");

        assertThat(added.err()).isEmpty();
        assertThat(added.json().path("rigs").path("shop").asText()).isEqualTo("approver");
        assertThat(added.json().path("role").asText()).isEqualTo("none");
        assertThat(added.json().path("identities").path("slack").asText()).isEqualTo("T1/U2");
        assertThat(town.gt("people", "list").out()).contains("ada").contains("owner");
        assertThat(town.gt("people", "add", "Ada!").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void aPersonIsNotMadeForARigThatIsNotThere() {
        Ended unknown = town.gt("people", "add", "bob", "--rig", "nope");
        Ended roleless = town.gt("people", "add", "bob", "--rig", "nope", "--role", "viewer");

        assertThat(unknown.code()).isEqualTo(Exit.USAGE);
        assertThat(unknown.err()).contains("nope").hasLineCount(1);
        assertThat(roleless.code()).isEqualTo(Exit.USAGE);
        assertThat(town.gt("people", "list").out()).doesNotContain("bob");
        town.addShop();
        assertThat(town.gt("people", "add", "bob", "--rig", "shop").err()).contains("--role");
        assertThat(town.gt("people", "list").out()).doesNotContain("bob");
    }

    @Test
    void theOnlyOwnerStaysOne() {
        String owner = town.running().owner().name();

        Ended refused = town.gt("people", "add", owner, "--role", "viewer");

        assertThat(refused.code()).isEqualTo(Exit.FAILED);
        assertThat(refused.err()).contains("only owner", "gt people add NAME --role owner");
        assertThat(town.gt("people", "add", "eve", "--role", "owner").code()).isZero();
        assertThat(town.gt("people", "add", owner, "--role", "viewer").code()).isZero();
    }
}
