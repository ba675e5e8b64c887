package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Works that wait while the writer is busy are made durable together, or fail together.
class SqliteGroupTest {
    private static final Actor ADA = Actor.overseer("ada");

    @TempDir Path folder;

    private SqliteLedger open() {
        return SqliteLedger.open(
                folder.resolve("ledger.db"), new LedgerContract.TestTime(), byte[]::new);
    }

    /// Holds the writer up until `count` works of the given kind wait behind it, then lets it go.
    private static void together(SqliteLedger ledger, int count, java.util.function.IntConsumer one)
            throws InterruptedException {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread holder =
                Thread.startVirtualThread(() ->
                        ledger.write(
                                ADA,
                                _ -> {
                                    holding.countDown();
                                    awaitQuietly(go);
                                    return 0;
                                }));
        holding.await();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(Thread.startVirtualThread(() -> one.accept(number)));
            while (threads.getLast().getState() != Thread.State.WAITING
                    && threads.getLast().isAlive()) {
                Thread.onSpinWait();
            }
        }
        go.countDown();
        holder.join();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Bead task(int number) {
        return Bead.fresh(new BeadId("sh-" + number), Bead.TASK, "t", ADA, LedgerContract.START);
    }

    @Test
    void aCheckAmongWorksThatAreStoredWithItFindsNothingWrong() throws InterruptedException {
        try (SqliteLedger ledger = open()) {
            List<String> problems = Collections.synchronizedList(new ArrayList<>());
            together(
                    ledger,
                    3,
                    number -> {
                        if (number == 1) {
                            problems.addAll(ledger.check());
                        } else {
                            ledger.write(ADA, tx -> tx.create(task(number)));
                        }
                    });

            assertThat(problems).isEmpty();
            assertThat(ledger.check()).isEmpty();
        }
    }

    @Test
    void waitingWorksAreCommittedAsOneGroupInTheirOrder() throws InterruptedException {
        try (SqliteLedger ledger = open()) {
            List<Ledger.Committed> groups = Collections.synchronizedList(new ArrayList<>());
            ledger.afterCommit(groups::add);
            List<String> failures = Collections.synchronizedList(new ArrayList<>());
            together(
                    ledger,
                    40,
                    number -> {
                        try {
                            ledger.write(
                                    ADA,
                                    tx -> {
                                        tx.emit(new EventDraft("e", "n" + number, Json.object()));
                                        tx.create(task(number));
                                        Post post = tx.post(post("the same key", number));
                                        assertThat(post.seq()).isEqualTo(1);
                                        tx.intend("effect", "kind", Json.object());
                                        if (number % 4 == 3) {
                                            throw new IllegalStateException("no");
                                        }
                                        return post;
                                    });
                        } catch (IllegalStateException e) {
                            failures.add(e.getMessage());
                        }
                    });
            assertThat(groups).hasSize(1);
            assertThat(groups.getFirst().beads()).hasSize(30);
            assertThat(failures).hasSize(10);
            assertThat(ledger.events(1, 99))
                    .extracting(EventRecord::subject)
                    .startsWith("n0", "n1", "n2", "n4")
                    .hasSize(30);
            assertThat(ledger.posts("shop", 0, 9)).hasSize(1);
            assertThat(ledger.posts("shop", 0, 9).getFirst().revision()).isEqualTo(30);
            assertThat(ledger.deliveries(1)).hasSize(1);
            assertThat(ledger.check()).isEmpty();
        }
    }

    private static PostDraft post(String key, int number) {
        return new PostDraft(
                key,
                "shop",
                ADA,
                Post.Direction.OUT,
                Post.Urgency.NEWS,
                Json.object().put("n", number),
                List.of("web"));
    }

    @Test
    void aGroupThatCannotBeStoredFailsForAllOfItsCallers() throws InterruptedException {
        try (SqliteLedger ledger = open()) {
            ledger.write(ADA, tx -> tx.create(task(100)));
            ledger.limitPages(64);
            String large = "x".repeat(100_000);
            List<TownException> failures = Collections.synchronizedList(new ArrayList<>());
            together(
                    ledger,
                    20,
                    number -> {
                        try {
                            ledger.write(
                                    ADA,
                                    tx -> {
                                        tx.emit(new EventDraft("e", "n" + number, Json.object()));
                                        tx.update(tx.get(new BeadId("sh-100")));
                                        return tx.create(task(number).withDescription(large));
                                    });
                        } catch (TownException e) {
                            failures.add(e);
                        }
                    });
            assertThat(failures).hasSize(20).doesNotHaveDuplicates();
            assertThat(failures)
                    .allSatisfy(e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                        assertThat(e).hasMessageContaining("the disk is full");
                        assertThat(e).hasMessageContaining("Nothing was changed");
                    });
            assertThat(ledger.<Integer>read(LedgerView::beadCount)).isEqualTo(1);
            assertThat(ledger.check()).isEmpty();
            ledger.limitPages(100_000);
            Bead after = ledger.write(ADA, tx -> tx.update(tx.get(new BeadId("sh-100"))));
            assertThat(after.version()).isEqualTo(2);
            assertThat(ledger.check()).isEmpty();
        }
    }

    @Test
    void closingCarriesOutWhatWaits() throws InterruptedException {
        SqliteLedger ledger = open();
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        together(
                ledger,
                10,
                number -> {
                    if (number == 9) {
                        ledger.close();
                    } else {
                        ledger.write(ADA, tx -> tx.create(task(number)));
                        done.add(number);
                    }
                });
        assertThat(done).hasSize(9);
        try (SqliteLedger again = open()) {
            assertThat(again.<Integer>read(LedgerView::beadCount)).isEqualTo(9);
        }
    }

    @Test
    void aWriteFromInsideAReadOrAListenerIsRefusedAndNothingHangs() {
        try (SqliteLedger ledger = open()) {
            List<ErrorCode> codes = Collections.synchronizedList(new ArrayList<>());
            ledger.afterCommit(_ -> {
                try {
                    ledger.write(ADA, tx -> tx.create(task(2)));
                } catch (TownException e) {
                    codes.add(e.code());
                }
                codes.add(
                        ledger.<Integer>read(LedgerView::beadCount) == 1
                                ? ErrorCode.LIMIT
                                : ErrorCode.DAMAGED);
            });
            ledger.write(ADA, tx -> tx.create(task(1)));
            try {
                ledger.read(_ -> ledger.write(ADA, tx -> tx.create(task(3))));
            } catch (TownException e) {
                codes.add(e.code());
            }
            assertThat(codes).containsExactly(ErrorCode.BUG, ErrorCode.LIMIT, ErrorCode.BUG);
        }
    }
}
