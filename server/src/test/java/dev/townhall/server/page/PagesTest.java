package dev.townhall.server.page;

import static dev.townhall.core.testing.TalkingTown.SHOP;
import static dev.townhall.core.testing.TalkingTown.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.OpenItem;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Works;
import dev.townhall.core.mail.Mail;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.person.People;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.TalkingTown;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PagesTest {
    private static final String PLAN =
            "- One\n  ```sh\n  echo 1\n  ```\n- Two\n  ```sh\n  echo 2\n  ```";

    private final TalkingTown town = new TalkingTown();
    private final Patrol patrol = new Patrol(town.ledger());
    private final Pages pages =
            new Pages(town.ledger(), town, new SecureRandomness(), ZoneOffset.UTC);
    private final BeadId convoy = town.plan(PLAN);
    private final BeadId one = town.convoy(convoy).beads().getFirst();
    private final BeadId two = town.convoy(convoy).beads().getLast();

    private Visitor visitor(String name) {
        return new Visitor(
                town.read(view -> People.find(view, name)).orElseThrow(), "token", false);
    }

    private String hinder(BeadId bead) {
        town.writeAs(Actor.TOWN, tx -> Hooks.sling(tx, bead, 20));
        String agent = town.read(view -> Hooks.holder(view, bead)).orElseThrow().beadId().text();
        patrol.raised("hindered", "polecat/" + agent, "no such program");
        return "polecat/" + agent;
    }

    @Test
    void whatWaitsIsTheListThatTheInboxHas() {
        town.write(tx -> Convoys.launch(tx, convoy));
        String about = hinder(one);
        town.writeAs(
                Actor.polecat(SHOP, "nux"),
                tx ->
                        Mail.send(
                                tx,
                                new Mail.Draft(
                                        Actor.overseer("ada"),
                                        "Look here",
                                        "Please.",
                                        Optional.empty(),
                                        Optional.empty())));
        town.writeAs(Actor.TOWN, tx -> Works.escalate(tx, two, "it fails", ""));

        HallPage page = pages.town(visitor("ada"));

        assertThat(page.waiting())
                .extracting(post -> post.card().title())
                .containsExactlyInAnyOrder(
                        "\"One\" is hindered", two + " needs a decision", "Mail: Look here");
        assertThat(page.waiting())
                .hasSameSizeAs(
                        town.<List<OpenItem>>read(
                                view -> OpenItem.of(view, Actor.overseer("ada"))));
        assertThat(page.tab()).startsWith("(3) ");
        assertThat(town.answer("ada", TalkingTown.inbox("ada"), "inbox"))
                .startsWith("3 waiting for you");

        patrol.cleared("hindered", about);
        town.write(tx -> Works.giveUp(tx, Escalations.openAbout(tx, two).orElseThrow(), ""));
        assertThat(pages.town(visitor("ada")).waiting()).hasSize(1);
    }

    @Test
    void aThreadShowsWhatOfItIsAboutItsConvoy() {
        BeadId other = town.plan(PLAN);
        town.write(tx -> Convoys.launch(tx, convoy));
        hinder(one);

        assertThat(pages.talk(thread(convoy), visitor("ann"), Long.MAX_VALUE).talk().orElseThrow())
                .extracting(TalkView::decisions)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(pages.talk(thread(other), visitor("ann"), Long.MAX_VALUE).talk().orElseThrow())
                .extracting(TalkView::decisions)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .isEmpty();
    }

    @Test
    void aMemberOfTheCrewHasAThreadWhoseCardStandsInTheChannel() {
        town.write(tx -> Crews.add(tx, Rigs.get(tx, SHOP), "max", Optional.empty()));
        BeadId max = Agent.crewBead(SHOP, "max");
        assertThat(pages.town(visitor("vic")).threads().getFirst().threads())
                .extracting(ThreadLine::title, ThreadLine::note, ThreadLine::href)
                .containsExactly(tuple("max", "idle", "/m/" + max));

        town.say("oli", TalkingTown.SHOP_CHANNEL, "@max where is the parser?");

        TalkView channel =
                pages.talk(TalkingTown.SHOP_CHANNEL, visitor("vic"), Long.MAX_VALUE)
                        .talk()
                        .orElseThrow();
        assertThat(channel.posts())
                .filteredOn(post -> post.card().title().equals("max, crew of shop"))
                .singleElement()
                .matches(post -> !post.folded(), "has nothing to fold away")
                .extracting(post -> post.thread().map(Link::href))
                .isEqualTo(Optional.of("/m/" + max));
        TalkView talk =
                pages.talk(new Conversation.CrewThread(max), visitor("vic"), Long.MAX_VALUE)
                        .talk()
                        .orElseThrow();
        assertThat(talk.heading()).isEqualTo("max");
        assertThat(talk.about()).isEqualTo("Crew of shop · is to answer oli");
        assertThat(talk.posts()).hasSize(3);
        assertThat(talk.posts().getLast().note()).isEqualTo("crew");
        assertThatThrownBy(() ->
                        pages.talk(
                                new Conversation.CrewThread(Agent.polecatBead(SHOP, "nux")),
                                visitor("ada"),
                                Long.MAX_VALUE))
                .isInstanceOf(TownException.class);
    }

    @Test
    void whoMaySettleNothingHasNothingWaiting() {
        town.write(tx -> Convoys.launch(tx, convoy));
        hinder(one);

        assertThat(pages.town(visitor("vic")).waiting()).isEmpty();
    }
}
