package dev.townhall.core.chat;

import static dev.townhall.core.testing.TalkingTown.SHOP_CHANNEL;
import static dev.townhall.core.testing.TalkingTown.inbox;
import static dev.townhall.core.testing.TalkingTown.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.SimulatedChat.Fault;
import dev.townhall.core.chat.SimulatedChat.Memory;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.testing.TalkingTown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeliveryTest {
    private final TalkingTown town = new TalkingTown(List.of("sim"));
    private final List<String> findings = new ArrayList<>();
    private SimulatedChat chat = new SimulatedChat("sim", Memory.IDEMPOTENT);
    private DeliveryReconciler delivery = reconciler();

    DeliveryTest() {
        drain();
    }

    private DeliveryReconciler reconciler() {
        return new DeliveryReconciler(
                town.ledger(),
                town,
                List.of(chat),
                new Findings() {
                    @Override
                    public void raised(String kind, String about, String text) {
                        findings.add(kind + " " + about);
                    }

                    @Override
                    public void cleared(String kind, String about) {
                        findings.add("over: " + kind);
                    }
                });
    }

    private void network(Memory memory, int charsMax) {
        chat = new SimulatedChat("sim", memory, charsMax, Duration.ofSeconds(1));
        delivery = reconciler();
    }

    private Outcome pass() {
        return delivery.reconcile("sim");
    }

    /// Passes until nothing is left to do, letting time go by where the lane asks for it.
    private void drain() {
        for (int i = 0; i < 200; i++) {
            if (!(pass() instanceof Outcome.Again(Duration after))) {
                return;
            }
            town.pass(after);
        }
        throw new AssertionError("the lane does not come to rest");
    }

    private void say(String key, Conversation where, Post.Urgency urgency, String text) {
        Posts posts = new Posts((view, conversation) -> List.of("sim"));
        town.writeAs(
                Actor.TOWN, tx -> posts.say(tx, key, where, Actor.MAYOR, urgency, Card.line(text)));
    }

    private List<String> shown(Conversation where) {
        return chat.seen(where.key()).stream().map(SimulatedChat.Shown::text).toList();
    }

    @Test
    void decisionsGoBeforeNewsAndNewsBeforeStatus() {
        say("s", inbox("ada"), Post.Urgency.STATUS, "status");
        say("n", inbox("ada"), Post.Urgency.NEWS, "news");
        say("d", inbox("ada"), Post.Urgency.DECISION, "decision");

        assertThat(pass()).isEqualTo(Outcome.settled());

        assertThat(shown(inbox("ada"))).containsExactly("decision", "news", "status");
    }

    @Test
    void anEditChangesTheMessageInPlace() {
        say("k", inbox("ada"), Post.Urgency.NEWS, "one");
        drain();
        say("k", inbox("ada"), Post.Urgency.NEWS, "two");
        drain();

        assertThat(chat.seen(inbox("ada").key()))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.text()).isEqualTo("two");
                    assertThat(it.edits()).isEqualTo(1);
                });
    }

    @Test
    void statusEditsAreSpacedAndOnlyTheNewestIsSent() {
        say("a", inbox("ada"), Post.Urgency.STATUS, "a1");
        say("b", inbox("ada"), Post.Urgency.STATUS, "b1");
        drain();
        say("a", inbox("ada"), Post.Urgency.STATUS, "a2");
        pass();
        for (int i = 2; i < 20; i++) {
            say("b", inbox("ada"), Post.Urgency.STATUS, "b" + i);
            say("a", inbox("ada"), Post.Urgency.STATUS, "a" + i + "!");
        }
        int before = chat.calls().size();

        Outcome held = pass();
        assertThat(held).isEqualTo(Outcome.again(Duration.ofSeconds(1)));
        assertThat(chat.calls()).hasSize(before);

        say("d", inbox("ada"), Post.Urgency.DECISION, "now!");
        pass();
        assertThat(shown(inbox("ada"))).contains("now!");

        drain();
        assertThat(shown(inbox("ada"))).containsExactly("a19!", "b19", "now!");
        assertThat(chat.calls()).hasSize(before + 3);
    }

    @Test
    void aPassingFailureIsTriedAgainWithGrowingPauses() {
        Fault fails = new Fault.Refuses(ChatPort.Failure.TRANSIENT, Optional.empty());
        chat.plan(fails, fails, new Fault.Throws());
        say("k", inbox("ada"), Post.Urgency.NEWS, "hello");

        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Outcome outcome = pass();
            outcomes.add(outcome);
            if (outcome instanceof Outcome.Again(Duration after)) {
                town.pass(after);
            }
        }

        assertThat(outcomes)
                .containsExactly(
                        Outcome.again(Duration.ofMillis(200)),
                        Outcome.again(Duration.ofMillis(400)),
                        Outcome.again(Duration.ofMillis(800)),
                        Outcome.settled());
        assertThat(shown(inbox("ada"))).containsExactly("hello");
    }

    @Test
    void aFailingPostDoesNotHoldUpOthers() {
        chat.plan(new Fault.Throws());
        say("k1", inbox("ada"), Post.Urgency.DECISION, "first");
        say("k2", inbox("ada"), Post.Urgency.NEWS, "second");

        pass();

        assertThat(shown(inbox("ada"))).containsExactly("second");
    }

    @Test
    void aRateLimitIsHonouredForTheWholeNetwork() {
        chat.plan(
                new Fault.Refuses(
                        ChatPort.Failure.RATE_LIMITED, Optional.of(Duration.ofSeconds(30))));
        say("k1", inbox("ada"), Post.Urgency.NEWS, "first");
        say("k2", inbox("ada"), Post.Urgency.NEWS, "second");
        int before = chat.calls().size();

        assertThat(pass()).isEqualTo(Outcome.again(Duration.ofSeconds(30)));
        assertThat(pass()).isEqualTo(Outcome.again(Duration.ofSeconds(30)));
        assertThat(chat.calls()).hasSize(before + 1);

        town.pass(Duration.ofSeconds(30));
        drain();
        assertThat(shown(inbox("ada"))).containsExactlyInAnyOrder("first", "second");
    }

    @ParameterizedTest
    @EnumSource(
            value = ChatPort.Failure.class,
            names = {"PERMANENT", "UNSUPPORTED", "NOT_FOUND"})
    void whatCannotBeShownIsADeadLetterAndAFinding(ChatPort.Failure kind) {
        chat.plan(new Fault.Refuses(kind, Optional.empty()));
        say("k", inbox("ada"), Post.Urgency.NEWS, "hello");

        assertThat(pass()).isEqualTo(Outcome.settled());

        assertThat(town.ledger().deadLetters(10))
                .singleElement()
                .satisfies(due -> assertThat(due.post().key()).isEqualTo("k"));
        assertThat(findings).containsExactly("dead-letter chat:sim");
    }

    @Test
    void aRefusedLoginLosesNothingAndIsToldOnce() {
        Fault refused = new Fault.Refuses(ChatPort.Failure.AUTH, Optional.empty());
        chat.plan(refused, refused, refused);
        say("k1", inbox("ada"), Post.Urgency.NEWS, "first");
        say("k2", inbox("ada"), Post.Urgency.NEWS, "second");

        drain();

        assertThat(shown(inbox("ada"))).containsExactlyInAnyOrder("first", "second");
        assertThat(findings).containsExactly("chat-login chat:sim", "over: chat-login");
        assertThat(town.ledger().deadLetters(10)).isEmpty();
    }

    @Test
    void aReplyWaitsForTheCardItHangsBelow() {
        BeadId convoy = town.plan("- One\n  ```sh\n  x\n  ```");
        town.write(tx -> Convoys.launch(tx, convoy));
        chat.plan(new Fault.Refuses(ChatPort.Failure.TRANSIENT, Optional.empty()));

        drain();

        List<SimulatedChat.Shown> seen = chat.seen(thread(convoy).key());
        assertThat(seen)
                .extracting(SimulatedChat.Shown::key)
                .first()
                .isEqualTo(ConvoyCard.key(convoy));
        assertThat(seen.getFirst().thread()).isEmpty();
        assertThat(seen.getLast().thread()).contains(seen.getFirst().remoteId());
        assertThat(chat.calls().stream().filter(Outgoing::root)).isNotEmpty();
    }

    @Test
    void alostAnswerOnAnIdempotentNetworkIsShownOnce() {
        chat.plan(new Fault.LosesAnswer());
        say("k", inbox("ada"), Post.Urgency.NEWS, "hello");

        drain();

        assertThat(shown(inbox("ada"))).containsExactly("hello");
    }

    @Test
    void alostAnswerIsLookedUpWhereTheNetworkCan() {
        network(Memory.LOOKUP, 4_000);
        chat.plan(new Fault.LosesAnswer());
        say("k", inbox("ada"), Post.Urgency.NEWS, "hello");

        drain();

        assertThat(shown(inbox("ada"))).containsExactly("hello");
        assertThat(chat.calls()).extracting(Outgoing::inDoubt).containsExactly(false, true);
    }

    @Test
    void aDefiniteNoLeavesNoDoubt() {
        network(Memory.LOOKUP, 4_000);
        chat.plan(new Fault.Refuses(ChatPort.Failure.RATE_LIMITED, Optional.empty()));
        say("k", inbox("ada"), Post.Urgency.NEWS, "hello");

        drain();

        assertThat(chat.calls()).extracting(Outgoing::inDoubt).containsExactly(false, false);
        assertThat(shown(inbox("ada"))).containsExactly("hello");
    }

    @Test
    void noPostIsLostOnANetworkWithoutMemory() {
        network(Memory.NONE, 4_000);
        chat.plan(new Fault.LosesAnswer());
        say("k", inbox("ada"), Post.Urgency.NEWS, "hello");

        drain();

        assertThat(shown(inbox("ada"))).contains("hello");
    }

    /// The town dies between the network's yes and its own record of it.
    @ParameterizedTest
    @EnumSource(
            value = Memory.class,
            names = {"IDEMPOTENT", "LOOKUP"})
    void aCrashAfterTheNetworkTookAPostShowsItOnce(Memory memory) {
        network(memory, 4_000);
        say("k", inbox("ada"), Post.Urgency.NEWS, "hello");
        if (memory == Memory.LOOKUP) {
            town.memoryLedger().plant(MemoryLedger.Fault.NONE);
        }
        town.memoryLedger().plant(MemoryLedger.Fault.CRASH_BEFORE);

        org.assertj.core.api.Assertions.assertThatThrownBy(this::pass)
                .isInstanceOf(MemoryLedger.Crash.class);
        assertThat(shown(inbox("ada"))).containsExactly("hello");
        town.restart();
        delivery = reconciler();
        drain();

        assertThat(shown(inbox("ada"))).containsExactly("hello");
        assertThat(town.ledger().due("sim", town.now(), 10)).isEmpty();
    }

    @Test
    void whatIsTooLongForTheNetworkIsShortenedAndSaysSo() {
        network(Memory.IDEMPOTENT, 500);
        say("k", inbox("ada"), Post.Urgency.NEWS, "long ".repeat(500));

        drain();

        assertThat(shown(inbox("ada")).getFirst())
                .hasSizeLessThanOrEqualTo(500)
                .endsWith("… and more: say show, or open the web town hall.");
    }

    @Test
    void whatPeopleSaidIsNotSentBackToThem() {
        town.say("ada", SHOP_CHANNEL, "help");
        drain();

        assertThat(chat.seen(SHOP_CHANNEL.key()).getLast().text()).startsWith("What you can say");
        assertThat(chat.seen(SHOP_CHANNEL.key())).noneMatch(it -> it.text().equals("help"));
    }

    @Test
    void whereACommandDoesNotFitNobodyCanLaunchIt() {
        network(Memory.IDEMPOTENT, 600);
        BeadId small = town.plan("- One\n  ```sh\n  echo 1\n  ```");
        BeadId large = town.plan("- Two\n  ```sh\n  " + "echo 2; ".repeat(200) + "\n  ```");
        drain();

        assertThat(chat.seen(thread(small).key()).getFirst().text()).contains("[Launch:");
        assertThat(chat.seen(thread(large).key()).getFirst().text())
                .contains("open the web town hall", "[Edit:")
                .doesNotContain("[Launch:");
    }
}
