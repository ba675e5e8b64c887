package dev.townhall.core.chat;

import static dev.townhall.core.testing.TalkingTown.BOX;
import static dev.townhall.core.testing.TalkingTown.SHOP;
import static dev.townhall.core.testing.TalkingTown.SHOP_CHANNEL;
import static dev.townhall.core.testing.TalkingTown.inbox;
import static dev.townhall.core.testing.TalkingTown.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.SimulatedChat.Memory;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.person.People;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.TalkingTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A town on the web and on a network whose channels must be bound.
final class BindingsTest {
    private static final String HOME = "T1/C1";

    private final SimulatedChat web = new SimulatedChat("web", Memory.IDEMPOTENT);
    private final SimulatedChat slack =
            new SimulatedChat("slack", Memory.LOOKUP, true, 3_000, Duration.ZERO);
    private final TalkingTown town = new TalkingTown(Reach.over(List.of(web, slack)));
    private final Whereabouts whereabouts = new Whereabouts(town.ledger());
    private final DeliveryReconciler delivery =
            new DeliveryReconciler(
                    town.ledger(),
                    town,
                    List.of(web, slack),
                    new Findings() {
                        @Override
                        public void raised(String kind, String about, String text) {
                            throw new AssertionError(text);
                        }

                        @Override
                        public void cleared(String kind, String about) {}
                    });

    private void bind(String place) {
        town.write(tx -> Bindings.bind(tx, SHOP, "slack", place));
    }

    private void deliver() {
        for (int i = 0; i < 50; i++) {
            for (String network : delivery.keys()) {
                if (delivery.reconcile(network) instanceof Outcome.Again(Duration after)) {
                    town.pass(after);
                }
            }
        }
    }

    private List<String> places() {
        return slack.calls().stream().flatMap(call -> call.place().stream()).distinct().toList();
    }

    @Test
    void whatIsBoundNowhereIsShownOnlyWhereNoBindingIsNeeded() {
        town.plan("- [ ] Lay the table");
        deliver();

        assertThat(web.seen(SHOP_CHANNEL.key())).isNotEmpty();
        assertThat(slack.seen()).isEmpty();
    }

    @Test
    void aNewHomeShowsTheCardsOfWhatIsOpenAndWhatComes() {
        BeadId convoy = town.plan("- [ ] Lay the table");
        bind(HOME);
        deliver();

        assertThat(slack.seen(thread(convoy).key()))
                .extracting(SimulatedChat.Shown::key)
                .containsExactly(ConvoyCard.key(convoy));
        assertThat(slack.seen(SHOP_CHANNEL.key()))
                .extracting(SimulatedChat.Shown::text)
                .containsExactly(
                        "This is the channel of rig shop now: what is said here is said to it. ada made it so.");
        assertThat(places()).containsExactly(HOME);
    }

    @Test
    void aPersonIsAskedWhereTheyAreKnown() {
        town.write(tx -> People.identify(tx, "ada", "slack", "T1/U1"));
        town.answer("ada", inbox("ada"), "status");
        deliver();

        assertThat(slack.seen(inbox("ada").key())).isNotEmpty();
        assertThat(places()).containsExactly("T1/U1");
        assertThat(whereabouts.inbox("slack", "T1/U1")).contains(inbox("ada"));
        assertThat(whereabouts.inbox("slack", "T1/U2")).isEmpty();
    }

    @Test
    void aThreadIsFoundByItsRootForEverAndAChannelByItsHome() {
        bind(HOME);
        BeadId convoy = town.plan("- [ ] Lay the table");
        deliver();
        String root = slack.seen(thread(convoy).key()).getFirst().remoteId();
        bind("T1/C2");
        deliver();

        assertThat(whereabouts.thread("slack", root)).contains(thread(convoy));
        assertThat(whereabouts.thread("slack", "nothing")).isEmpty();
        assertThat(whereabouts.channel("slack", "T1/C2")).contains(SHOP_CHANNEL);
        assertThat(whereabouts.channel("slack", HOME)).isEmpty();
        assertThat(home())
                .hasValueSatisfying(home -> {
                    assertThat(home.place()).isEqualTo("T1/C2");
                    assertThat(home.generation()).isEqualTo(2);
                });
    }

    private Optional<Homes.Home> home() {
        return town.read(view -> Bindings.home(view, SHOP, "slack"));
    }

    @Test
    void bindingTheSameAgainChangesNothing() {
        bind(HOME);
        bind(HOME);

        assertThat(home()).hasValueSatisfying(home -> assertThat(home.generation()).isOne());
    }

    @Test
    void aChannelIsTheHomeOfOneRig() {
        bind(HOME);

        assertThatThrownBy(() -> town.write(tx -> Bindings.bind(tx, BOX, "slack", HOME)))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("is the channel of rig shop already");
    }

    @Test
    void aRemovedRigThatIsAddedAgainDoesNotComeBackToAChannelThatIsAnothers() {
        bind(HOME);
        Rig shop = town.read(view -> Rigs.get(view, SHOP));
        town.write(tx -> Rigs.remove(tx, SHOP));

        town.write(tx -> Bindings.bind(tx, BOX, "slack", HOME));
        town.write(tx -> Rigs.add(tx, adding(shop)));

        assertThat(home()).isEmpty();
        assertThat(whereabouts.channel("slack", HOME)).contains(new Conversation.Channel(BOX));
    }

    private static Rig adding(Rig rig) {
        return new Rig(
                rig.name(),
                rig.prefix(),
                rig.remote(),
                "",
                List.of(),
                false,
                false,
                2,
                Rig.State.ADDING,
                "",
                List.of());
    }

    @Test
    void withoutItsHomeNothingMoreIsShown() {
        bind(HOME);
        deliver();
        int before = slack.seen().size();

        town.write(tx -> Bindings.unbind(tx, SHOP, "slack"));
        town.plan("- [ ] Lay the table");
        deliver();

        assertThat(slack.seen()).hasSize(before);
        assertThat(home()).isEmpty();
        assertThatThrownBy(() -> town.write(tx -> Bindings.unbind(tx, SHOP, "slack")))
                .hasMessageContaining("Rig shop has no channel on slack");
        bind(HOME);
        assertThat(home()).hasValueSatisfying(home -> assertThat(home.generation()).isEqualTo(3));
    }

    @Test
    void aPlaceThatIsNoneIsRefused() {
        assertThatThrownBy(() -> bind(" ")).hasMessageContaining("1 to 255 characters");
        assertThatThrownBy(() -> bind("C".repeat(256))).hasMessageContaining("1 to 255 characters");
    }
}
