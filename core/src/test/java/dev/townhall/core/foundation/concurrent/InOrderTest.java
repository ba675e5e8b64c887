package dev.townhall.core.foundation.concurrent;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {
    private record Item(int giver, int number) {}

    @Test
    void itemsOfManyGiversComeOneAtATimeEachGiversInOrder() throws InterruptedException {
        List<Item> got = new CopyOnWriteArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        InOrder<Item> inOrder =
                new InOrder<>(
                        "test",
                        item -> {
                            overlaps.addAndGet(inside.getAndIncrement());
                            got.add(item);
                            inside.decrementAndGet();
                        });

        List<Thread> givers =
                IntStream.range(0, 4)
                        .mapToObj(giver ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                IntStream.range(0, 200)
                                                        .mapToObj(number -> new Item(giver, number))
                                                        .forEach(inOrder)))
                        .toList();
        for (Thread giver : givers) {
            giver.join();
        }
        await().until(() -> got.size() == 800);

        assertThat(overlaps).hasValue(0);
        for (int giver = 0; giver < 4; giver++) {
            int one = giver;
            assertThat(got.stream().filter(item -> item.giver() == one).map(Item::number))
                    .isSorted();
        }
    }

    @Test
    void aListenerThatFailsGetsTheNextItem() {
        List<String> got = new CopyOnWriteArrayList<>();
        InOrder<String> inOrder =
                new InOrder<>(
                        "test",
                        item -> {
                            if (item.equals("bad")) {
                                throw new IllegalStateException("on purpose");
                            }
                            got.add(item);
                        });

        inOrder.accept("one");
        inOrder.accept("bad");
        inOrder.accept("two");

        await().until(() -> got.size() == 2);
        assertThat(got).containsExactly("one", "two");
    }

    @Test
    void givingDoesNotWaitForTheListener() {
        CountDownLatch open = new CountDownLatch(1);
        List<Integer> got = new CopyOnWriteArrayList<>();
        InOrder<Integer> inOrder =
                new InOrder<>(
                        "test",
                        item -> {
                            try {
                                open.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            got.add(item);
                        });

        IntStream.range(0, 100).boxed().forEach(inOrder);
        assertThat(got).isEmpty();
        open.countDown();

        await().until(() -> got.size() == 100);
        assertThat(got).isSorted();
    }
}
