package dev.townhall.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Deliveries to a network that decides itself whose turn it is.
final class PacedDeliveryTest {
    private static final int CARDS = 150;

    private final SmallTown town = new SmallTown();
    private final SimulatedChat chat =
            new SimulatedChat("sim", SimulatedChat.Memory.IDEMPOTENT, 4_000, Duration.ofSeconds(1));
    private final LeastRecent pacing = new LeastRecent();
    private final DeliveryReconciler delivery =
            new DeliveryReconciler(
                    town.ledger(), town, List.of(new Paced(chat, pacing)), new NoFindings());

    @Test
    void cardsTakeTurnsHoweverManyThereAre() {
        IntStream.range(0, CARDS).forEach(i -> say("k" + i, Post.Urgency.STATUS, "first"));
        drain();
        int shown = chat.calls().size();

        for (int i = 0; i < CARDS; i++) {
            IntStream.range(0, CARDS)
                    .forEach(k -> say("k" + k, Post.Urgency.STATUS, "x" + town.now()));
            pacing.allowed = 1;
            delivery.reconcile("sim");
            town.pass(Duration.ofSeconds(1));
        }

        assertThat(chat.calls().subList(shown, chat.calls().size()))
                .extracting(Outgoing::key)
                .hasSize(CARDS)
                .doesNotHaveDuplicates();
    }

    @Test
    void aRefusalSparesOnlyWhatTheNetworkSays() {
        chat.plan(
                new SimulatedChat.Fault.Refuses(
                        ChatPort.Failure.RATE_LIMITED, Optional.of(Duration.ofSeconds(40))));
        say("k1", Post.Urgency.NEWS, "refused");
        say("k2", Post.Urgency.NEWS, "shown");

        Outcome outcome = delivery.reconcile("sim");

        assertThat(outcome).isEqualTo(Outcome.again(Duration.ofSeconds(40)));
        assertThat(pacing.refused).containsExactly("k1 PT40S");
        assertThat(chat.seen()).extracting(SimulatedChat.Shown::key).containsExactly("k2");
    }

    @Test
    void whatTheNetworkDoesNotLetGoWaits() {
        say("k1", Post.Urgency.NEWS, "hello");
        pacing.allowed = 0;

        Outcome outcome = delivery.reconcile("sim");

        assertThat(outcome).isEqualTo(Outcome.again(Duration.ofSeconds(7)));
        assertThat(chat.calls()).isEmpty();
    }

    private void say(String key, Post.Urgency urgency, String text) {
        Posts posts = new Posts((view, conversation) -> List.of("sim"));
        town.writeAs(
                Actor.TOWN,
                tx ->
                        posts.say(
                                tx,
                                key,
                                new Conversation.Inbox("ada"),
                                Actor.MAYOR,
                                urgency,
                                Card.line(text)));
    }

    private void drain() {
        for (int i = 0; i < CARDS; i++) {
            if (!(delivery.reconcile("sim") instanceof Outcome.Again(Duration after))) {
                return;
            }
            town.pass(after);
        }
        throw new AssertionError("the lane does not come to rest");
    }

    /// Lets so many calls go; whoever went longest ago goes first.
    private static final class LeastRecent implements Pacing {
        private final List<String> gone = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private int allowed = Integer.MAX_VALUE;

        @Override
        public Turn next(List<Call> calls) {
            if (allowed == 0) {
                return new Turn.Wait(Duration.ofSeconds(7));
            }
            allowed--;
            Call first =
                    calls.stream()
                            .min((one, other) ->
                                    Integer.compare(
                                            gone.lastIndexOf(one.key()),
                                            gone.lastIndexOf(other.key())))
                            .orElseThrow();
            gone.add(first.key());
            return new Turn.Go(first);
        }

        @Override
        public void refused(Call call, Duration pause) {
            refused.add(call.key() + " " + pause);
        }
    }

    private record Paced(SimulatedChat chat, Pacing own) implements ChatPort {
        @Override
        public String network() {
            return chat.network();
        }

        @Override
        public Capabilities capabilities() {
            return chat.capabilities();
        }

        @Override
        public Optional<Pacing> pacing() {
            return Optional.of(own);
        }

        @Override
        public Receipt deliver(Outgoing post) {
            return chat.deliver(post);
        }
    }

    private static final class NoFindings implements Findings {
        @Override
        public void raised(String kind, String about, String text) {}

        @Override
        public void cleared(String kind, String about) {}
    }
}
