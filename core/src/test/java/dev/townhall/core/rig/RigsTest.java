package dev.townhall.core.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.testing.SmallTown;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RigsTest {
    private static final RigName OTHER = new RigName("other");

    private final SmallTown town = new SmallTown();

    private void add(String name, String prefix, String remote) {
        Rig rig =
                new Rig(
                        new RigName(name),
                        prefix,
                        remote,
                        "",
                        List.of(),
                        true,
                        false,
                        2,
                        Rig.State.ADDING,
                        "",
                        List.of());
        town.write(tx -> Rigs.add(tx, rig));
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/a, /srv/a/",
        "/srv/a, /srv/a/.git",
        "/srv/a, file:///srv/a",
        "/srv/a.git, file://localhost/srv/a.git/",
        "git@h:x/y, ssh://git@h/x/y",
        "git@h:x/y.git, ssh://git@h/x/y/",
        "git@h:x/y, git@H:x/y.git",
        "git@h:/x/y, ssh://git@h/x/y",
        "https://git.example/x/y, https://Git.Example/x/y.git",
        "HTTPS://git.example/x, https://git.example/x/",
    })
    void twoRigsAreNotOnOneRepositoryWrittenInTwoWays(String one, String other) {
        add("one", "on", one);

        assertThatThrownBy(() -> add("other", "ot", other))
                .hasMessageContaining("Rig 'one' works on " + one + " already");
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/a, /srv/a.git",
        "/srv/a, /srv/A",
        "file:///srv/a, file:///srv/a.git",
        "https://h/x, https://h/X",
        "https://h/x, https://h:8443/x",
        "https://h/x, https://i/x",
        "ada@h:x, bob@h:x",
        "h:x, /h/x",
    })
    void differentRepositoriesAreRigsOfTheirOwn(String one, String other) {
        add("one", "on", one);
        add("other", "ot", other);

        assertThat(town.<Boolean>read(view -> Rigs.find(view, OTHER).isPresent())).isTrue();
    }
}
