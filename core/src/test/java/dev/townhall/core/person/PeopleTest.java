package dev.townhall.core.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.testing.TalkingTown;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeopleTest {
    private final TalkingTown town = new TalkingTown();

    private List<String> atLeast(Role role) {
        return town.read(view -> People.withRole(view, TalkingTown.SHOP, role)).stream()
                .map(Person::name)
                .toList();
    }

    private List<String> named(String network, String id) {
        return town.read(view -> People.byIdentity(view, network, id)).stream()
                .map(Person::name)
                .toList();
    }

    @Test
    void aPersonIsFoundByTheIdOfANetworkOnly() {
        town.write(tx -> People.identify(tx, "oli", "slack", "T1/U2"));

        assertThat(named("slack", "T1/U2")).containsExactly("oli");
        assertThat(named("slack", "oli")).isEmpty();
        assertThat(named("matrix", "T1/U2")).isEmpty();
    }

    @Test
    void anIdBelongsToOnePerson() {
        assertThatThrownBy(() -> town.write(tx -> People.identify(tx, "oli", "web", "ada")))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("ada already");
    }

    @Test
    void aRoleInARigStandsBeforeTheTowns() {
        assertThat(atLeast(Role.APPROVER)).containsExactly("ada", "ann");

        town.write(tx -> People.grant(tx, "vic", TalkingTown.SHOP, Role.APPROVER));
        town.write(tx -> People.grant(tx, "ann", TalkingTown.SHOP, Role.VIEWER));

        assertThat(atLeast(Role.APPROVER)).containsExactly("ada", "vic");
        List<Person> box = town.read(view -> People.withRole(view, TalkingTown.BOX, Role.APPROVER));
        assertThat(box).extracting(Person::name).containsExactly("ada", "ann");
    }

    @Test
    void aTownKeepsAnOwner() {
        assertThatThrownBy(() -> town.write(tx -> People.grant(tx, "ada", Role.VIEWER)))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("only owner")
                .hasMessageContaining("gt people add NAME --role owner");

        town.write(tx -> People.grant(tx, "ann", Role.OWNER));
        town.write(tx -> People.grant(tx, "ada", Role.VIEWER));

        assertThat(town.read(People::owners)).extracting(Person::name).containsExactly("ann");
    }

    @Test
    void thereIsOneFirstOwner() {
        town.write(tx -> People.firstOwner(tx, "eve"));

        List<Person> all = town.read(People::all);
        assertThat(town.read(People::owners)).extracting(Person::name).containsExactly("ada");
        assertThat(all).extracting(Person::name).doesNotContain("eve");
    }

    @Test
    void aTakenOrUnknownNameIsSaidToBeSo() {
        assertThatThrownBy(() -> town.write(tx -> People.add(tx, "ada", Role.VIEWER)))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> town.write(tx -> People.grant(tx, "zed", Role.VIEWER)))
                .hasMessageContaining("Nobody here is named 'zed'");
    }
}
