package dev.townhall.core.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.ExpiryReconciler;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.testing.TalkingTown;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.tool.ToolAnswer;
import dev.townhall.core.tool.ToolTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Files that are spoken for, on a rig with the polecats nux and furiosa and the crew member max,
/// each with a bead on its hook.
final class ReservationsTest {
    private final ToolTown world = new ToolTown();
    private final TalkingTown town = world.town;
    private final Credential nux = world.alive(AgentRole.POLECAT);
    private final Credential furiosa = furiosa();
    private final ExpiryReconciler expiry =
            new ExpiryReconciler(new ReservationExpiry(), town.ledger(), (Time) town);

    private Credential furiosa() {
        BeadId agent = Agent.polecatBead(ToolTown.SHOP, "furiosa");
        town.write(tx -> Hooks.give(tx, agent, new BeadId("sh-ordered"), Optional.empty(), 1));
        Credential credential =
                new Credential(
                        Actor.polecat(ToolTown.SHOP, "furiosa"),
                        AgentRole.POLECAT,
                        Optional.of(ToolTown.SHOP),
                        agent,
                        1);
        world.credentials.issue(credential);
        return credential;
    }

    private String ok(Credential who, String arguments) {
        ToolAnswer answer = world.call(who, "reserve_files", arguments.replace('\'', '"'));
        assertThat(answer.isError()).as(answer.text()).isFalse();
        return answer.text();
    }

    private String refused(Credential who, String arguments) {
        ToolAnswer answer = world.call(who, "reserve_files", arguments.replace('\'', '"'));
        assertThat(answer.isError()).as(answer.text()).isTrue();
        return answer.text();
    }

    private List<String> held(Credential who) {
        return town.read(view ->
                Reservations.of(view, who.agentBead()).stream()
                        .map(it -> it.paths().text())
                        .toList());
    }

    private List<TownEvent> events() {
        return town.ledger().events(0, 1_000).stream()
                .map(Events::read)
                .filter(event ->
                        event instanceof TownEvent.FilesReserved
                                || event instanceof TownEvent.FilesReleased)
                .toList();
    }

    private Outcome expire(Credential who) {
        return expiry.reconcile(who.agentBead().text());
    }

    @Test
    void whoComesSecondIsToldWhoWasFirstForWhichBeadAndUntilWhen() {
        String first = ok(nux, "{'paths':['src/api/','pom.xml'],'minutes':30}");
        String second = ok(furiosa, "{'paths':['src/api/Door.java','docs/**']}");

        assertThat(first)
                .contains("held for sh-on-polecat until", "> src/api/", "> pom.xml")
                .contains("Nobody else on your rig holds any of it.");
        assertThat(second)
                .contains(
                        "Not reserved: 'src/api/Door.java' meets what shop/polecats/nux holds for"
                                + " sh-on-polecat until "
                                + town.now().plus(Duration.ofMinutes(30)),
                        "> src/api/\n",
                        "nothing is locked");
        assertThat(held(furiosa)).containsExactly("docs/**");
        assertThat(held(nux)).containsExactly("src/api/", "pom.xml");
    }

    @Test
    void anotherRigIsNobodysBusiness() {
        BeadId agent = Agent.polecatBead(ToolTown.BOX, "nux");
        town.write(tx -> Hooks.give(tx, agent, new BeadId("bo-ordered"), Optional.empty(), 1));
        Credential far =
                new Credential(
                        Actor.polecat(ToolTown.BOX, "nux"),
                        AgentRole.POLECAT,
                        Optional.of(ToolTown.BOX),
                        agent,
                        1);
        world.credentials.issue(far);
        ok(nux, "{'paths':['src/']}");

        assertThat(ok(far, "{'paths':['src/']}")).contains("Nobody else");
        assertThat(ok(far, "{}")).contains("box/polecats/nux").doesNotContain("shop");
    }

    @Test
    void whatIsHeldIsProlongedAndGivenBack() {
        ok(nux, "{'paths':['src/api/','pom.xml'],'minutes':5}");
        town.pass(Duration.ofMinutes(4));
        ok(nux, "{'paths':['./src/api/'],'minutes':5}");
        town.pass(Duration.ofMinutes(2));

        assertThat(expire(nux)).isEqualTo(Outcome.again(Duration.ZERO));
        assertThat(held(nux)).containsExactly("src/api/");
        assertThat(ok(nux, "{'release':true,'paths':['docs/']}"))
                .isEqualTo("You held nothing of that.");
        assertThat(ok(nux, "{'release':true}")).isEqualTo("Given back: src/api/.");
        assertThat(held(nux)).isEmpty();
        assertThat(events())
                .filteredOn(TownEvent.FilesReleased.class::isInstance)
                .extracting(event -> ((TownEvent.FilesReleased) event).why())
                .containsExactly(TownEvent.Release.EXPIRED, TownEvent.Release.GIVEN_BACK);
    }

    @Test
    void whatIsOverKeepsNobodyOutBeforeItIsTakenAway() {
        ok(nux, "{'paths':['src/'],'minutes':5}");
        town.pass(Duration.ofMinutes(5));

        assertThat(ok(furiosa, "{'paths':['src/']}")).contains("Nobody else");
    }

    @Test
    void itEndsWithTheWorkAndNotWithTheSession() {
        ok(nux, "{'paths':['src/']}");
        town.write(tx -> Hooks.supersede(tx, nux.agentBead(), nux.fence()));
        assertThat(held(nux)).containsExactly("src/");

        town.write(tx -> Hooks.clear(tx, nux.agentBead(), nux.fence() + 1));

        assertThat(held(nux)).isEmpty();
        assertThat(ok(furiosa, "{'paths':['src/']}")).contains("Nobody else");
        String key = nux.agentBead().text();
        assertThat(town.<List<String>>read(view -> new ReservationExpiry().concerns(view, key)))
                .containsExactly(key);
        expire(nux);
        assertThat(events().getLast())
                .isEqualTo(
                        new TownEvent.FilesReleased(
                                new BeadId("sh-on-polecat"),
                                ToolTown.SHOP,
                                nux.agent(),
                                List.of("src/"),
                                TownEvent.Release.WORK_OVER));
        assertThat(expire(nux)).isEqualTo(Outcome.settled());
    }

    @Test
    void theSameBeadLoadedAnewIsOtherWork() {
        ok(nux, "{'paths':['src/']}");
        Hook.Loaded before = town.read(view -> Hooks.check(view, nux.agentBead(), nux.fence()));
        town.pass(Duration.ofMinutes(1));
        town.write(tx -> {
            Hooks.clear(tx, nux.agentBead(), nux.fence());
            Hooks.give(tx, nux.agentBead(), before.bead(), Optional.empty(), 2);
        });

        assertThat(held(nux)).isEmpty();
    }

    @Test
    void withoutPathsItTellsWhoHoldsWhat() {
        assertThat(ok(nux, "{}")).isEqualTo("Nobody on rig shop holds files.");
        ok(furiosa, "{'paths':['docs/']}");

        assertThat(ok(nux, "{}"))
                .contains("held for sh-ordered", "shop/polecats/furiosa", "> docs/");
    }

    @Test
    void anAgentHoldsOnlySoMuch() {
        for (int i = 0; i < 4; i++) {
            int from = i * 5;
            ok(nux, "{'paths':['" + String.join("','", five(from)) + "']}");
        }

        assertThat(refused(nux, "{'paths':['one-more.txt']}")).contains("20 is the most");
        ok(nux, "{'paths':['f0.txt']}");
        assertThat(held(nux)).hasSize(20);
    }

    private static List<String> five(int from) {
        return IntStream.range(from, from + 5).mapToObj(i -> "f" + i + ".txt").toList();
    }

    @Test
    void wrongArgumentsChangeNothing() {
        for (String arguments :
                List.of(
                        "{'paths':['**']}",
                        "{'paths':['/etc']}",
                        "{'paths':['a','../b']}",
                        "{'paths':['a'],'minutes':0}",
                        "{'paths':['a'],'minutes':481}",
                        "{'release':true,'minutes':5}",
                        "{'paths':'a'}")) {
            assertThat(refused(nux, arguments)).isNotBlank();
        }
        assertThat(held(nux)).isEmpty();
        assertThat(events()).isEmpty();
    }

    @Test
    void aSessionThatWasSupersededReservesNothing() {
        world.supersede(AgentRole.POLECAT);

        assertThat(refused(nux, "{'paths':['src/']}")).contains("superseded");
    }

    @Test
    void whereNoBeadIsOnTheHookItIsForTheConversation() {
        BeadId crew = ToolTown.agentBead(AgentRole.CREW);
        Credential max = world.alive(AgentRole.CREW);

        assertThat(ok(max, "{'paths':['src/']}")).contains("held for " + crew);
        assertThat(ok(nux, "{'paths':['src/a.txt']}")).contains("shop/crew/max holds for " + crew);
        town.write(tx -> {
            Hook.Empty slot = (Hook.Empty) Hooks.of(tx, crew);
            Hook loaded = slot.load(new BeadId("sh-other"), Optional.empty(), 1, tx.now());
            tx.update(Hook.ASPECT.set(tx.get(crew), loaded));
        });
        assertThat(held(max)).isEmpty();
    }

    @Test
    void aBeadShowsWhatIsHeldForIt() {
        ok(nux, "{'paths':['src/**/*.java']}");

        assertThat(town.answer("oli", TalkingTown.SHOP_CHANNEL, "show sh-on-polecat"))
                .contains("src/**/*.java until ");
        assertThat(world.call(furiosa, "show", "{\"id\":\"sh-on-polecat\"}").text())
                .contains("held for sh-on-polecat until", "> src/**/*.java");
    }

    @Test
    void itAllSurvivesACrash() {
        ok(nux, "{'paths':['src/']}");

        town.restart();

        assertThat(town.<List<Reservation>>read(view -> Reservations.on(view, ToolTown.SHOP)))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.agent()).isEqualTo(nux.agent());
                    assertThat(it.paths()).isEqualTo(new PathPattern("src/"));
                });
    }

    @Test
    void aHookThatMovedOnReservesNothing() {
        assertThatThrownBy(() ->
                        town.writeAs(
                                nux.agent(),
                                tx ->
                                        Reservations.reserve(
                                                tx,
                                                nux.agentBead(),
                                                nux.fence() + 1,
                                                ToolTown.SHOP,
                                                List.of(new PathPattern("src/")),
                                                Reservations.DEFAULT)))
                .isInstanceOf(TownException.class);
    }
}
