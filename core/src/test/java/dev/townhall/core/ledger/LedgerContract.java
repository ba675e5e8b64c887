package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every ledger does. Each test works on a ledger of its own.
interface LedgerContract {
    Actor ADA = Actor.overseer("ada");
    BeadId ONE = new BeadId("sh-1");
    BeadId TWO = new BeadId("sh-2");
    BeadId THREE = new BeadId("sh-3");
    Instant START = Instant.parse("2026-03-01T08:00:00Z");

    /// A ledger that can be closed and opened again on what it made durable.
    interface Fixture extends AutoCloseable {
        Ledger ledger();

        /// The same ledger after the process ended and came back.
        Ledger reopened();

        /// Makes the next commit fail as on a full disk, until [#diskMended].
        void diskFull();

        void diskMended();

        @Override
        void close();
    }

    /// A clock that stands still until it is moved.
    final class TestTime implements Time {
        private volatile Instant now = START;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Duration elapsed() {
            return Duration.between(START, now);
        }

        void pass(Duration duration) {
            now = now.plus(duration);
        }
    }

    Fixture open(Time time);

    private static Bead task(BeadId id) {
        return Bead.fresh(id, Bead.TASK, "Task " + id, ADA, START);
    }

    private static Bead on(Bead bead, String type, BeadId target) {
        return bead.plus(Dependency.on(target, type, START, ADA));
    }

    private static EventDraft event(String subject) {
        return new EventDraft("test.happened", subject, Json.object().put("n", 1));
    }

    static PostDraft post(String key, String text, String... networks) {
        return post(key, "shop", text, Post.Urgency.NEWS, networks);
    }

    private static PostDraft post(
            String key,
            String conversation,
            String text,
            Post.Urgency urgency,
            String... networks) {
        JsonNode content = Json.object().put("text", text);
        return new PostDraft(
                key,
                conversation,
                Actor.TOWN,
                Post.Direction.OUT,
                urgency,
                content,
                List.of(networks));
    }

    private static ErrorCode codeOf(Runnable action) {
        try {
            action.run();
        } catch (TownException e) {
            return e.code();
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    default void whatIsWrittenIsReadAndSurvivesAReopening() {
        try (Fixture fixture = open(new TestTime())) {
            Bead created = fixture.ledger().write(ADA, tx -> tx.create(task(ONE)));
            Bead changed =
                    fixture.ledger()
                            .write(ADA, tx -> tx.update(created.withDescription("**more**")));
            assertThat(created.version()).isEqualTo(1);
            assertThat(changed.version()).isEqualTo(2);
            assertThat(fixture.ledger().<Bead>read(view -> view.get(ONE))).isEqualTo(changed);
            Ledger again = fixture.reopened();
            assertThat(again.<Bead>read(view -> view.get(ONE))).isEqualTo(changed);
            assertThat(again.check()).isEmpty();
        }
    }

    @Test
    default void aChangeOfAnOlderVersionIsRefused() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            Bead first = ledger.write(ADA, tx -> tx.create(task(ONE)));
            ledger.write(ADA, tx -> tx.update(first.withPriority(0)));
            assertThatThrownBy(() -> ledger.write(ADA, tx -> tx.update(first.withPriority(4))))
                    .isInstanceOf(TownException.class)
                    .hasMessageContaining("sh-1 was changed meanwhile");
            assertThat(ledger.<Bead>read(view -> view.get(ONE)).priority()).isZero();
        }
    }

    @Test
    default void anIdIsTakenOnce() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(ADA, tx -> tx.create(task(ONE)));
            assertThat(codeOf(() -> ledger.write(ADA, tx -> tx.create(task(ONE)))))
                    .isEqualTo(ErrorCode.CONFLICT);
            assertThat(codeOf(() -> ledger.write(ADA, tx -> tx.update(task(TWO)))))
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
    }

    @Test
    default void aWorkThatThrowsLeavesNoTrace() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(ADA, tx -> tx.create(task(ONE)));
            IllegalStateException thrown = new IllegalStateException("half way");
            assertThatThrownBy(() ->
                            ledger.write(
                                    ADA,
                                    tx -> {
                                        tx.create(on(task(TWO), "blocks", ONE));
                                        tx.update(tx.get(ONE).closed("done", tx.now()));
                                        tx.emit(event("sh-1"));
                                        tx.post(post("p", "hello", "web"));
                                        tx.intend("push:1", "push", Json.object());
                                        throw thrown;
                                    }))
                    .isSameAs(thrown);
            assertThat(ledger.<Boolean>read(view -> view.find(TWO).isPresent())).isFalse();
            assertThat(ledger.<Boolean>read(view -> view.isReady(ONE))).isTrue();
            assertThat(ledger.<Integer>read(view -> view.dependents(ONE).size())).isZero();
            assertThat(ledger.<Integer>read(view -> view.openEffects("push").size())).isZero();
            assertThat(ledger.events(1, 10)).isEmpty();
            assertThat(ledger.posts("shop", 0, 10)).isEmpty();
            assertThat(ledger.check()).isEmpty();
        }
    }

    @Test
    default void aTransactionReadsWhatItWrote() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx -> {
                        tx.create(task(ONE));
                        tx.create(on(task(TWO), "blocks", ONE));
                        assertThat(tx.ready(9)).extracting(Bead::id).containsExactly(ONE);
                        assertThat(tx.isBlocked(TWO)).isTrue();
                        assertThat(tx.dependents(ONE)).extracting(Bead::id).containsExactly(TWO);
                        tx.update(tx.get(ONE).closed("done", tx.now()));
                        assertThat(tx.isReady(TWO)).isTrue();
                        Post stored = tx.post(post("p", "hello"));
                        assertThat(tx.post("p")).contains(stored);
                        tx.intend("push:1", "push", Json.object());
                        assertThat(tx.openEffects("push")).hasSize(1);
                        assertThat(tx.changed()).containsExactly(ONE, TWO);
                        assertThat(tx.beadCount()).isEqualTo(2);
                        return 0;
                    });
        }
    }

    @Test
    default void aTransactionIsRefusedAfterItsWork() {
        try (Fixture fixture = open(new TestTime())) {
            List<Transaction> kept = new ArrayList<>();
            fixture.ledger().write(ADA, kept::add);
            assertThat(codeOf(() -> kept.getFirst().create(task(ONE)))).isEqualTo(ErrorCode.BUG);
        }
    }

    @Test
    default void eventsAreNumberedWithoutGapsOverFailuresAndReopenings() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            for (int i = 0; i < 5; i++) {
                int turn = i;
                try {
                    ledger.write(
                            ADA,
                            tx -> {
                                tx.emit(event("a"));
                                tx.emit(event("b" + turn));
                                if (turn % 2 == 1) {
                                    throw new IllegalStateException("odd");
                                }
                                return 0;
                            });
                } catch (IllegalStateException e) {
                    assertThat(turn % 2).isEqualTo(1);
                }
            }
            Ledger again = fixture.reopened();
            again.write(
                    Actor.MAYOR,
                    tx -> {
                        tx.emit(event("a"));
                        return 0;
                    });
            assertThat(again.events(1, 100))
                    .extracting(EventRecord::seq)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 7).boxed().toList());
            assertThat(again.events(6, 1)).extracting(EventRecord::subject).containsExactly("b4");
            assertThat(again.eventsAbout("a", 2))
                    .extracting(EventRecord::seq)
                    .containsExactly(5L, 7L);
            assertThat(again.events(7, 5).getFirst())
                    .isEqualTo(
                            new EventRecord(
                                    7,
                                    START,
                                    Actor.MAYOR,
                                    "test.happened",
                                    "a",
                                    Json.object().put("n", 1)));
            assertThat(again.<Long>read(LedgerView::lastEvent)).isEqualTo(7);
        }
    }

    @Test
    default void theProjectorWritesInTheSameTransaction() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.beforeCommit(tx -> {
                for (EventDraft event : tx.emitted()) {
                    if (event.subject().equals("bad")) {
                        throw new IllegalStateException("cannot project");
                    }
                    tx.post(post("event:" + event.subject(), event.type(), "web"));
                }
            });
            List<Ledger.Committed> told = new ArrayList<>();
            ledger.afterCommit(told::add);
            ledger.write(
                    ADA,
                    tx -> {
                        tx.emit(event("good"));
                        return 0;
                    });
            assertThatThrownBy(() ->
                            ledger.write(
                                    ADA,
                                    tx -> {
                                        tx.emit(event("bad"));
                                        return tx.create(task(ONE));
                                    }))
                    .hasMessage("cannot project");
            assertThat(ledger.posts("shop", 0, 9))
                    .extracting(Post::key)
                    .containsExactly("event:good");
            assertThat(ledger.<Integer>read(LedgerView::beadCount)).isZero();
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().conversations()).containsExactly("shop");
            assertThat(told.getFirst().events()).extracting(EventRecord::seq).containsExactly(1L);
        }
    }

    @Test
    default void aListenerThatThrowsHarmsNobody() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            List<BeadId> told = new ArrayList<>();
            ledger.afterCommit(committed -> {
                throw new IllegalStateException("deaf");
            });
            ledger.afterCommit(committed -> told.addAll(committed.beads()));
            ledger.write(ADA, tx -> tx.create(task(ONE)));
            ledger.write(ADA, tx -> tx.create(task(TWO)));
            assertThat(told).containsExactly(ONE, TWO);
        }
    }

    @Test
    default void aFullDiskFailsTheChangeAndNothingElse() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(ADA, tx -> tx.create(task(ONE)));
            fixture.diskFull();
            String large = "x".repeat(3_000_000);
            assertThat(
                            codeOf(() ->
                                    ledger.write(
                                            ADA,
                                            tx -> {
                                                tx.emit(event("lost"));
                                                tx.post(post("lost", "lost", "web"));
                                                tx.intend("lost", "push", Json.object());
                                                return tx.create(
                                                        on(task(TWO), "blocks", ONE)
                                                                .withDescription(large));
                                            })))
                    .isEqualTo(ErrorCode.UNAVAILABLE);
            fixture.diskMended();
            assertThat(ledger.<Integer>read(LedgerView::beadCount)).isEqualTo(1);
            assertThat(ledger.<Boolean>read(view -> view.effect("lost").isPresent())).isFalse();
            ledger.write(
                    ADA,
                    tx -> {
                        tx.emit(event("kept"));
                        return tx.create(task(TWO));
                    });
            assertThat(ledger.events(1, 9)).extracting(EventRecord::seq).containsExactly(1L);
            assertThat(ledger.posts("shop", 0, 9)).isEmpty();
            assertThat(fixture.reopened().<Integer>read(view -> view.ready(9).size())).isEqualTo(2);
        }
    }

    @Test
    default void readyIsByPriorityThenNewestThenId() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx -> {
                        Instant later = START.plusSeconds(1);
                        tx.create(task(ONE));
                        tx.create(task(TWO));
                        tx.create(Bead.fresh(THREE, "bug", "newer", ADA, later));
                        tx.create(task(new BeadId("sh-9")).withPriority(0));
                        return 0;
                    });
            assertThat(ledger.<List<Bead>>read(view -> view.ready(10)))
                    .extracting(bead -> bead.id().text())
                    .containsExactly("sh-9", "sh-3", "sh-1", "sh-2");
            assertThat(ledger.<List<Bead>>read(view -> view.ready(2))).hasSize(2);
        }
    }

    @Test
    default void deferredWorkBecomesReadyWhenItsTimeComes() {
        TestTime time = new TestTime();
        try (Fixture fixture = open(time)) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx ->
                            tx.create(
                                    new dev.townhall.core.bead.BeadEdit(task(ONE))
                                            .deferUntil(START.plusSeconds(60))
                                            .done()));
            assertThat(ledger.<Boolean>read(view -> view.isReady(ONE))).isFalse();
            assertThat(ledger.<Boolean>read(view -> view.isBlocked(ONE))).isFalse();
            time.pass(Duration.ofSeconds(60));
            assertThat(ledger.<Boolean>read(view -> view.isReady(ONE))).isTrue();
        }
    }

    @Test
    default void idsAreFoundByTypePrefixAndEdge() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            BeadId convoy = new BeadId("hq-cv-1");
            ledger.write(
                    ADA,
                    tx -> {
                        tx.create(task(TWO));
                        tx.create(task(ONE));
                        Bead bead = Bead.fresh(convoy, Bead.CONVOY, "work", ADA, START);
                        return tx.create(on(on(bead, "tracks", ONE), "tracks", TWO));
                    });
            assertThat(ledger.<List<BeadId>>read(v -> List.copyOf(v.idsStartingWith("sh-", 9))))
                    .containsExactly(ONE, TWO);
            assertThat(ledger.<List<BeadId>>read(v -> List.copyOf(v.idsStartingWith("", 2))))
                    .containsExactly(convoy, ONE);
            assertThat(ledger.<List<Bead>>read(v -> v.ofType("task")))
                    .extracting(Bead::id)
                    .containsExactly(ONE, TWO);
            assertThat(ledger.<List<Bead>>read(v -> v.dependents(ONE)))
                    .extracting(Bead::id)
                    .containsExactly(convoy);
            assertThat(ledger.<List<Bead>>read(v -> v.ofType("nothing"))).isEmpty();
        }
    }

    @Test
    default void newIdsAreFreeHoweverAlikeTheBeadsAre() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx -> {
                        for (int i = 0; i < 100; i++) {
                            BeadId id = tx.newId("sh", "same", "");
                            assertThat(id.text()).matches("sh-[0-9a-z]{3,8}");
                            tx.create(task(id));
                        }
                        return 0;
                    });
            assertThat(ledger.<Integer>read(LedgerView::beadCount)).isEqualTo(100);
        }
    }

    @Test
    default void childrenAreNumbered() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx -> {
                        tx.create(task(ONE));
                        assertThat(tx.newChildId(ONE).text()).isEqualTo("sh-1.1");
                        tx.create(task(new BeadId("sh-1.9")));
                        tx.create(task(new BeadId("sh-1.9.20")));
                        tx.create(task(new BeadId("sh-1.named")));
                        assertThat(tx.newChildId(ONE).text()).isEqualTo("sh-1.10");
                        tx.create(task(new BeadId("sh-1.9.20.1")));
                        assertThat(codeOf(() -> tx.newChildId(new BeadId("sh-1.9.20.1"))))
                                .isEqualTo(ErrorCode.LIMIT);
                        assertThat(codeOf(() -> tx.newChildId(TWO))).isEqualTo(ErrorCode.NOT_FOUND);
                        return 0;
                    });
            Ledger again = fixture.reopened();
            again.write(
                    ADA,
                    tx -> {
                        assertThat(tx.newChildId(ONE).text()).isEqualTo("sh-1.10");
                        return 0;
                    });
        }
    }

    @Test
    default void aPostIsRevisedUnderItsKey() {
        TestTime time = new TestTime();
        try (Fixture fixture = open(time)) {
            Ledger ledger = fixture.ledger();
            Post first = ledger.write(ADA, tx -> tx.post(post("card", "0/4", "web")));
            Post other = ledger.write(ADA, tx -> tx.post(post("note", "hi", "web")));
            time.pass(Duration.ofSeconds(5));
            Post second = ledger.write(ADA, tx -> tx.post(post("card", "1/4", "web")));
            Post same = ledger.write(ADA, tx -> tx.post(post("card", "1/4", "web")));
            assertThat(first.revision()).isEqualTo(1);
            assertThat(second.seq()).isEqualTo(first.seq());
            assertThat(second.revision()).isEqualTo(2);
            assertThat(second.changeSeq()).isGreaterThan(other.changeSeq());
            assertThat(second.createdAt()).isEqualTo(START);
            assertThat(second.updatedAt()).isEqualTo(START.plusSeconds(5));
            assertThat(same).isEqualTo(second);
            Ledger again = fixture.reopened();
            assertThat(again.posts("shop", 0, 9)).containsExactly(second, other);
            assertThat(again.posts("shop", first.seq(), 9)).containsExactly(other);
            assertThat(again.postsBefore("shop", other.seq(), 9)).containsExactly(second);
            assertThat(again.postsBefore("shop", 99, 1)).containsExactly(other);
            assertThat(again.changes(other.changeSeq(), 9)).containsExactly(second);
            assertThat(again.changes(0, 9)).containsExactly(other, second);
            assertThat(again.lastChange()).isEqualTo(second.changeSeq());
            assertThat(again.<Post>read(view -> view.post("card").orElseThrow())).isEqualTo(second);
        }
    }

    @Test
    default void aPostStaysInItsConversation() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(ADA, tx -> tx.post(post("card", "shop", "a", Post.Urgency.NEWS)));
            ledger.write(ADA, tx -> tx.post(post("note", "barn", "b", Post.Urgency.NEWS)));
            ledger.write(ADA, tx -> tx.post(post("card", "shop", "c", Post.Urgency.NEWS)));
            assertThat(ledger.conversations(9)).containsExactly("shop", "barn");
            assertThat(
                            codeOf(() ->
                                    ledger.write(
                                            ADA,
                                            tx ->
                                                    tx.post(
                                                            post(
                                                                    "card",
                                                                    "barn",
                                                                    "d",
                                                                    Post.Urgency.NEWS)))))
                    .isEqualTo(ErrorCode.CONFLICT);
        }
    }

    @Test
    default void deliveriesAreDueByUrgencyThenAge() {
        TestTime time = new TestTime();
        try (Fixture fixture = open(time)) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx -> {
                        tx.post(post("status", "shop", "s", Post.Urgency.STATUS, "web", "slack"));
                        tx.post(post("news", "shop", "n", Post.Urgency.NEWS, "web"));
                        tx.post(post("ask", "shop", "a", Post.Urgency.DECISION, "web"));
                        tx.post(post("news2", "shop", "m", Post.Urgency.NEWS, "web"));
                        return 0;
                    });
            assertThat(ledger.due("web", time.now(), 9))
                    .extracting(due -> due.post().key())
                    .containsExactly("ask", "news", "news2", "status");
            assertThat(ledger.due("slack", time.now(), 9)).hasSize(1);
            assertThat(ledger.due("matrix", time.now(), 9)).isEmpty();
            assertThat(ledger.deliveries(1))
                    .extracting(Delivery::network)
                    .containsExactly("slack", "web");
        }
    }

    @Test
    default void aDeliveryGoesFromPendingToSentAndBackWithEachRevision() {
        TestTime time = new TestTime();
        try (Fixture fixture = open(time)) {
            Ledger ledger = fixture.ledger();
            Post card = ledger.write(ADA, tx -> tx.post(post("card", "0/4", "web")));
            ledger.write(
                    ADA,
                    tx -> {
                        tx.delivered(card.seq(), "web", 1, "m1");
                        return 0;
                    });
            assertThat(ledger.due("web", time.now(), 9)).isEmpty();
            ledger.write(ADA, tx -> tx.post(post("card", "1/4", "web")));
            ledger.write(ADA, tx -> tx.post(post("card", "2/4", "web")));
            Delivery due = ledger.due("web", time.now(), 9).getFirst().delivery();
            assertThat(due.revisionSent()).isEqualTo(1);
            assertThat(due.remoteId()).isEqualTo("m1");
            ledger.write(
                    ADA,
                    tx -> {
                        tx.delivered(card.seq(), "web", 2, "m1");
                        return 0;
                    });
            assertThat(ledger.due("web", time.now(), 9)).hasSize(1);
            ledger.write(
                    ADA,
                    tx -> {
                        tx.delivered(card.seq(), "web", 3, "m1");
                        return 0;
                    });
            assertThat(fixture.reopened().deliveries(card.seq()))
                    .containsExactly(
                            new Delivery(
                                    card.seq(),
                                    "web",
                                    Delivery.State.SENT,
                                    3,
                                    "m1",
                                    0,
                                    time.now(),
                                    ""));
        }
    }

    @Test
    default void aPostIsFoundByWhatANetworkCallsIt() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            Post first = ledger.write(ADA, tx -> tx.post(post("one", "1", "web", "slack")));
            Post second = ledger.write(ADA, tx -> tx.post(post("two", "2", "web", "slack")));
            ledger.write(
                    ADA,
                    tx -> {
                        tx.delivered(first.seq(), "slack", 1, "C1/17.1");
                        tx.delivered(first.seq(), "web", 1, "m1");
                        return 0;
                    });

            Ledger again = fixture.reopened();

            assertThat(again.shownAs("slack", "C1/17.1")).contains(first);
            assertThat(again.shownAs("web", "C1/17.1")).isEmpty();
            assertThat(again.shownAs("slack", "C1/17.2")).isEmpty();
            assertThat(again.shownAs("slack", "")).isEmpty();
            assertThat(again.deliveries(second.seq())).hasSize(2);
        }
    }

    @Test
    default void aFailedDeliveryWaitsAndADeadOneIsRevived() {
        TestTime time = new TestTime();
        try (Fixture fixture = open(time)) {
            Ledger ledger = fixture.ledger();
            long seq = ledger.write(ADA, tx -> tx.post(post("card", "0/4", "web"))).seq();
            Instant later = START.plusSeconds(30);
            ledger.write(
                    ADA,
                    tx -> {
                        tx.deliveryFailed(seq, "web", "down", later);
                        return 0;
                    });
            ledger.write(ADA, tx -> tx.post(post("card", "1/4", "web")));
            assertThat(ledger.due("web", time.now(), 9)).isEmpty();
            assertThat(ledger.nextDue("web", time.now())).contains(later);
            time.pass(Duration.ofSeconds(30));
            assertThat(ledger.due("web", time.now(), 9).getFirst().delivery().attempts())
                    .isEqualTo(1);
            assertThat(ledger.nextDue("web", time.now())).isEmpty();
            ledger.write(
                    ADA,
                    tx -> {
                        tx.deliveryDead(seq, "web", "no such channel");
                        return 0;
                    });
            assertThat(ledger.due("web", time.now(), 9)).isEmpty();
            assertThat(ledger.deadLetters(9)).hasSize(1);
            assertThat(ledger.deadLetters(9).getFirst().delivery().error())
                    .isEqualTo("no such channel");
            Ledger again = fixture.reopened();
            again.write(
                    ADA,
                    tx -> {
                        tx.deliveryRevived(seq, "web");
                        return 0;
                    });
            assertThat(again.due("web", time.now(), 9)).hasSize(1);
            assertThat(again.deadLetters(9)).isEmpty();
        }
    }

    @Test
    default void aClockSetBackDoesNotHoldUpDeliveries() {
        TestTime time = new TestTime();
        try (Fixture fixture = open(time)) {
            Ledger ledger = fixture.ledger();
            ledger.write(ADA, tx -> tx.post(post("fresh", "f", "web")));
            long failed = ledger.write(ADA, tx -> tx.post(post("failed", "x", "web"))).seq();
            ledger.write(
                    ADA,
                    tx -> {
                        Instant later = tx.now().plusSeconds(60);
                        tx.deliveryFailed(failed, "web", "down", later);
                        return 0;
                    });

            time.pass(Duration.ofHours(-2));

            assertThat(ledger.due("web", time.now(), 9))
                    .extracting(due -> due.post().key())
                    .containsExactly("fresh", "failed");
            assertThat(ledger.nextDue("web", time.now())).isEmpty();
        }
    }

    @Test
    default void noFailurePutsADeliveryOffForLong() {
        TestTime time = new TestTime();
        try (Fixture fixture = open(time)) {
            Ledger ledger = fixture.ledger();
            long seq = ledger.write(ADA, tx -> tx.post(post("card", "0/4", "web"))).seq();

            ledger.write(
                    ADA,
                    tx -> {
                        Instant later = tx.now().plus(Duration.ofDays(3));
                        tx.deliveryFailed(seq, "web", "come back in three days", later);
                        return 0;
                    });

            assertThat(ledger.due("web", time.now(), 9)).isEmpty();
            assertThat(ledger.nextDue("web", time.now()))
                    .contains(time.now().plus(Delivery.PAUSE_MAX));
        }
    }

    @Test
    default void aDeliveryNobodyAskedForIsNotFound() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(ADA, tx -> tx.post(post("in", "hello")));
            assertThat(
                            codeOf(() ->
                                    ledger.write(
                                            ADA,
                                            tx -> {
                                                tx.delivered(1, "web", 1, "m");
                                                return 0;
                                            })))
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
    }

    @Test
    default void anEffectIsIntendedThenConfirmedOnce() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx -> {
                        tx.intend("push:2", "push", Json.object().put("head", "b"));
                        tx.intend("push:1", "push", Json.object().put("head", "a"));
                        tx.intend("clone:1", "clone", Json.object());
                        tx.intend("push:2", "push", Json.object().put("head", "c"));
                        return 0;
                    });
            Ledger again = fixture.reopened();
            assertThat(again.<List<Effect>>read(view -> view.openEffects("push")))
                    .extracting(effect -> effect.key() + effect.payload().path("head").asText())
                    .containsExactly("push:2c", "push:1a");
            again.write(
                    ADA,
                    tx -> {
                        tx.confirm("push:2");
                        tx.confirm("push:2");
                        tx.abandon("push:1");
                        return 0;
                    });
            assertThat(again.<List<Effect>>read(view -> view.openEffects("push"))).isEmpty();
            assertThat(again.<Effect>read(view -> view.effect("push:2").orElseThrow()).state())
                    .isEqualTo(Effect.State.CONFIRMED);
            assertThat(
                            codeOf(() ->
                                    settle(
                                            again,
                                            tx -> tx.intend("push:2", "push", Json.object()))))
                    .isEqualTo(ErrorCode.CONFLICT);
            assertThat(codeOf(() -> settle(again, tx -> tx.confirm("push:1"))))
                    .isEqualTo(ErrorCode.WRONG_STATE);
            assertThat(codeOf(() -> settle(again, tx -> tx.confirm("push:9"))))
                    .isEqualTo(ErrorCode.NOT_FOUND);
            settle(again, tx -> tx.intend("push:1", "push", Json.object()));
            assertThat(again.<Integer>read(view -> view.openEffects("push").size())).isEqualTo(1);
        }
    }

    private static void settle(Ledger ledger, java.util.function.Consumer<Transaction> change) {
        ledger.write(
                ADA,
                tx -> {
                    change.accept(tx);
                    return 0;
                });
    }

    @Test
    default void aWorkMayNotCallTheLedger() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            assertThat(
                            codeOf(() ->
                                    ledger.write(
                                            ADA,
                                            tx -> ledger.write(ADA, in -> in.create(task(ONE))))))
                    .isEqualTo(ErrorCode.BUG);
            assertThat(codeOf(() -> ledger.write(ADA, tx -> ledger.read(LedgerView::beadCount))))
                    .isEqualTo(ErrorCode.BUG);
        }
    }

    @Test
    default void aClosedLedgerSaysSo() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.close();
            ledger.close();
            assertThat(codeOf(() -> ledger.write(ADA, tx -> tx.create(task(ONE)))))
                    .isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(codeOf(() -> ledger.read(LedgerView::beadCount)))
                    .isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(codeOf(() -> ledger.events(1, 1))).isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    @Test
    default void theProjectorIsSetOnce() {
        try (Fixture fixture = open(new TestTime())) {
            fixture.ledger().beforeCommit(tx -> {});
            assertThat(codeOf(() -> fixture.ledger().beforeCommit(tx -> {})))
                    .isEqualTo(ErrorCode.BUG);
        }
    }

    @Test
    default void aStoredStatusThatIsNotOpenIsNotReady() {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx -> {
                        tx.create(task(ONE).moved(BeadStatus.HOOKED, START));
                        tx.create(task(TWO).moved(new BeadStatus("staged_ready"), START));
                        return tx.create(Bead.fresh(THREE, Bead.EPIC, "epic", ADA, START));
                    });
            assertThat(ledger.<List<Bead>>read(view -> view.ready(9))).isEmpty();
        }
    }

    /// Coins go from one purse to another: however many hands move them, none is made or lost.
    @Test
    default void manyWritersAndReadersSeeOneStateAtATime() throws InterruptedException {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(
                    ADA,
                    tx -> {
                        tx.create(task(ONE).withDescription("1000"));
                        return tx.create(task(TWO).withDescription("1000"));
                    });
            List<String> wrong = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger moved = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int hand = 0; hand < 64; hand++) {
                int number = hand;
                threads.add(
                        Thread.startVirtualThread(() -> {
                            for (int turn = 0; turn < 20; turn++) {
                                moveACoin(ledger, number * 100 + turn, moved);
                                int sum = ledger.read(LedgerContract::coins);
                                if (sum != 2000) {
                                    wrong.add("a reader saw " + sum);
                                }
                            }
                        }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(moved).hasValue(64 * 20 - 64 * 4);
            Ledger again = fixture.reopened();
            assertThat(again.<Integer>read(LedgerContract::coins)).isEqualTo(2000);
            assertThat(again.<Bead>read(view -> view.get(ONE)).version())
                    .isEqualTo(1 + moved.get());
            assertThat(again.events(1, 9999))
                    .extracting(EventRecord::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, moved.get()).boxed().toList());
            assertThat(again.check()).isEmpty();
        }
    }

    /// Every fifth turn fails half way.
    private static void moveACoin(Ledger ledger, int number, AtomicInteger moved) {
        try {
            ledger.write(
                    ADA,
                    tx -> {
                        tx.update(add(tx.get(ONE), -1));
                        tx.emit(event("coin-" + number));
                        if (number % 5 == 0) {
                            throw new IllegalStateException("dropped");
                        }
                        return tx.update(add(tx.get(TWO), 1));
                    });
            moved.incrementAndGet();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("dropped");
        }
    }

    private static Bead add(Bead purse, int coins) {
        return purse.withDescription(
                Integer.toString(Integer.parseInt(purse.description()) + coins));
    }

    private static int coins(LedgerView view) {
        return Integer.parseInt(view.get(ONE).description())
                + Integer.parseInt(view.get(TWO).description());
    }

    @Test
    default void anInterruptedCallerNeitherLosesNorDoublesItsWork() throws InterruptedException {
        try (Fixture fixture = open(new TestTime())) {
            Ledger ledger = fixture.ledger();
            ledger.write(ADA, tx -> tx.create(task(ONE).withDescription("0")));
            AtomicInteger returned = new AtomicInteger();
            AtomicInteger stillMarked = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Thread thread =
                        Thread.ofVirtual()
                                .unstarted(() -> {
                                    Thread.currentThread().interrupt();
                                    ledger.write(ADA, tx -> tx.update(add(tx.get(ONE), 1)));
                                    returned.incrementAndGet();
                                    if (Thread.currentThread().isInterrupted()) {
                                        stillMarked.incrementAndGet();
                                    }
                                });
                threads.add(thread);
                thread.start();
                thread.interrupt();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(returned).hasValue(200);
            assertThat(stillMarked).hasValue(200);
            assertThat(ledger.<Bead>read(view -> view.get(ONE)).description()).isEqualTo("200");
        }
    }

    @Test
    default void textThatIsNoUnicodeSurvives() {
        try (Fixture fixture = open(new TestTime())) {
            String odd = "half \ud83d of a face, nothing \u0000 and \u2028";
            Ledger ledger = fixture.ledger();
            ledger.write(ADA, tx -> tx.create(task(ONE).withDescription(odd)));
            ledger.write(ADA, tx -> tx.post(post("odd", odd, "web")));
            Ledger again = fixture.reopened();
            assertThat(again.<Bead>read(view -> view.get(ONE)).description()).isEqualTo(odd);
            assertThat(again.posts("shop", 0, 9).getFirst().content().path("text").asText())
                    .isEqualTo(odd);
            assertThat(again.check()).isEmpty();
        }
    }

    @Test
    default void aPostWithTheSameContentIsNotRevisedAfterAReopening() {
        try (Fixture fixture = open(new TestTime())) {
            PostDraft draft =
                    new PostDraft(
                            "n",
                            "shop",
                            Actor.TOWN,
                            Post.Direction.OUT,
                            Post.Urgency.NEWS,
                            Json.object().put("n", 7L).put("x", 1.5f),
                            List.of("web"));
            fixture.ledger().write(ADA, tx -> tx.post(draft));
            Post again = fixture.reopened().write(ADA, tx -> tx.post(draft));
            assertThat(again.revision()).isEqualTo(1);
        }
    }
}
