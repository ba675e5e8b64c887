package dev.townhall.core.reconcile;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.foundation.time.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EngineTest {
    private final ManualTime time = new ManualTime();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Findings findings =
            new Findings() {
                @Override
                public void raised(String kind, String about, String text) {
                    told.add("raised " + kind + " " + about);
                }

                @Override
                public void cleared(String kind, String about) {
                    told.add("cleared " + kind + " " + about);
                }
            };

    @Test
    void everyKeyIsLookedAtAfterAStart() {
        List<String> seen = new ArrayList<>();
        Engine engine = engine(duty("duty", List.of("a", "b"), key -> settle(seen, key)));

        runAll(engine);

        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void aFailingKeyDoesNotStopTheOthers() {
        List<String> seen = new ArrayList<>();
        Engine engine =
                engine(
                        duty(
                                "duty",
                                List.of("bad", "good"),
                                key -> {
                                    if (key.equals("bad")) {
                                        throw new IllegalStateException("broken");
                                    }
                                    return settle(seen, key);
                                }));

        runAll(engine);

        assertThat(seen).containsExactly("good");
    }

    @Test
    void aFailingKeyIsTriedAgainWithGrowingPausesAndToldOnce() {
        List<Duration> tries = new ArrayList<>();
        Engine engine =
                engine(
                        duty(
                                "duty",
                                List.of("bad"),
                                key -> {
                                    tries.add(time.elapsed());
                                    throw new IllegalStateException("broken");
                                }));

        for (int i = 0; i < 6; i++) {
            runAll(engine);
            time.pass(engine.nextDue().minus(time.elapsed()));
        }

        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < tries.size(); i++) {
            pauses.add(tries.get(i).minus(tries.get(i - 1)));
        }
        assertThat(pauses).isSorted().doesNotHaveDuplicates();
        assertThat(told).containsExactly("raised failing duty/bad");
    }

    @Test
    void anEpisodeEndsWhenTheKeyWorksAgain() {
        List<String> broken = new ArrayList<>(List.of("1", "2", "3", "4"));
        Engine engine =
                engine(
                        duty(
                                "duty",
                                List.of("k"),
                                key ->
                                        broken.isEmpty()
                                                ? Outcome.settled()
                                                : new Outcome.Retry(broken.removeLast())));

        for (int i = 0; i < 6; i++) {
            runAll(engine);
            time.pass(Duration.ofMinutes(2));
        }

        assertThat(told)
                .containsExactly(
                        "raised failing duty/k",
                        "cleared failing duty/k",
                        "cleared hindered duty/k",
                        "cleared resting duty/k",
                        "cleared hung duty/k");
    }

    @Test
    void aKeyThatWakesItselfAndFailsDoesNotSpin() {
        List<String> tries = new ArrayList<>();
        AtomicReference<Engine> engine = new AtomicReference<>();
        engine.set(
                engine(
                        duty(
                                "duty",
                                List.of("k"),
                                key -> {
                                    tries.add(key);
                                    engine.get().wake("duty", "k");
                                    return new Outcome.Retry("broken");
                                })));

        runAll(engine.get());

        assertThat(tries).hasSize(1);
    }

    @Test
    void whatStandsInTheWayOutsideIsToldAtOnce() {
        Engine engine = engine(duty("duty", List.of("k"), key -> new Outcome.Hindered("no")));

        runAll(engine);

        assertThat(told).containsExactly("raised hindered duty/k");
    }

    @Test
    void aReasonThatChangedIsToldToo() {
        List<String> reasons = new ArrayList<>(List.of("no key", "no program", "no program"));
        Engine engine =
                engine(
                        duty(
                                "duty",
                                List.of("k"),
                                key -> new Outcome.Hindered(reasons.removeLast())));

        for (int i = 0; i < 3; i++) {
            runAll(engine);
            time.pass(Duration.ofMinutes(2));
        }

        assertThat(told).containsExactly("raised hindered duty/k", "raised hindered duty/k");
    }

    @Test
    void whoAsksWhetherSomethingStillHindersHasItTriedAgainAtOnce() {
        List<Outcome> outcomes =
                new ArrayList<>(
                        List.of(
                                Outcome.settled(),
                                new Outcome.Hindered("no"),
                                Outcome.again(Duration.ofHours(1)),
                                new Outcome.Hindered("no")));
        Engine engine = engine(duty("duty", List.of("k"), key -> outcomes.removeLast()));
        runAll(engine);
        time.pass(Duration.ofMillis(1));
        Duration asked = time.elapsed();

        assertThat(engine.triedSince("duty/k", asked)).isFalse();
        assertThat(engine.runOne()).isTrue();
        assertThat(engine.triedSince("duty/k", asked)).as("begun, not got by").isFalse();
        assertThat(engine.runOne()).isTrue();
        assertThat(engine.triedSince("duty/k", asked)).isTrue();
        assertThat(engine.runOne()).as("the pause after a failure").isFalse();

        assertThat(engine.triedSince("duty/k", asked.plusMillis(1))).isFalse();
        assertThat(engine.runOne()).isTrue();
        assertThat(engine.triedSince("duty/k", asked.plusMillis(1))).isTrue();
        assertThat(engine.triedSince("planted", asked)).isTrue();
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aKeyRunsAgainOnlyOnceItsLastEndWasTold() {
        List<Outcome> outcomes =
                new ArrayList<>(
                        List.of(
                                new Outcome.Hindered("of the next"),
                                Outcome.settled(),
                                new Outcome.Hindered("of the first")));
        AtomicReference<Engine> engine = new AtomicReference<>();
        List<String> order = new ArrayList<>();
        Findings slow =
                new Findings() {
                    @Override
                    public void raised(String kind, String about, String text) {
                        order.add("raised " + text);
                    }

                    @Override
                    public void cleared(String kind, String about) {
                        engine.get().wake("duty", "k");
                        assertThat(engine.get().runOne()).as("it is still being told of").isFalse();
                        order.add("cleared " + kind);
                    }
                };
        Reconciler duty = duty("duty", List.of("k"), key -> outcomes.removeLast());
        engine.set(new Engine(time, List.of(duty), slow, Backoff.DEFAULT));

        for (int i = 0; i < 3; i++) {
            runAll(engine.get());
            time.pass(Duration.ofMinutes(2));
        }

        assertThat(order).startsWith("raised of the first").endsWith("raised of the next");
    }

    @Test
    void whatRestedAndIsHinderedNowIsToldAsThat() {
        List<Outcome> outcomes =
                new ArrayList<>(
                        List.of(
                                new Outcome.Hindered("no"),
                                new Outcome.Hindered("no"),
                                new Outcome.Resting("later")));
        Engine engine = engine(duty("duty", List.of("k"), key -> outcomes.removeLast()));

        for (int i = 0; i < 3; i++) {
            runAll(engine);
            time.pass(Duration.ofMinutes(2));
        }

        assertThat(told)
                .containsExactly(
                        "raised resting duty/k",
                        "cleared resting duty/k",
                        "raised hindered duty/k");
    }

    @Test
    void whatWasHinderedAndIsUnderWayIsHinderedNoMore() {
        List<Outcome> outcomes =
                new ArrayList<>(
                        List.of(
                                Outcome.underWay(Duration.ofHours(1)),
                                Outcome.again(Duration.ofMinutes(1)),
                                new Outcome.Hindered("no")));
        Engine engine = engine(duty("duty", List.of("k"), key -> outcomes.removeLast()));

        runAll(engine);
        time.pass(Duration.ofMinutes(1));
        runAll(engine);
        assertThat(told).containsExactly("raised hindered duty/k");

        time.pass(Duration.ofMinutes(1));
        runAll(engine);
        assertThat(told).contains("cleared hindered duty/k");
    }

    @Test
    void aFindingThatCannotBeToldDoesNotStopTheDuty() {
        List<String> tries = new ArrayList<>();
        Findings mute =
                new Findings() {
                    @Override
                    public void raised(String kind, String about, String text) {
                        throw new IllegalStateException("the disk is full");
                    }

                    @Override
                    public void cleared(String kind, String about) {}
                };
        Reconciler duty =
                duty(
                        "duty",
                        List.of("k"),
                        key -> {
                            tries.add(key);
                            return new Outcome.Hindered("no");
                        });
        Engine engine = new Engine(time, List.of(duty), mute, Backoff.DEFAULT);

        runAll(engine);
        time.pass(Duration.ofMinutes(2));
        runAll(engine);

        assertThat(tries).hasSize(2);
    }

    @Test
    void aKeyThatGaveUpWaitsForAChange() {
        List<String> seen = new ArrayList<>();
        Engine engine =
                engine(
                        duty(
                                "duty",
                                List.of(),
                                key -> {
                                    seen.add(key);
                                    return new Outcome.GaveUp("no way");
                                }));

        engine.wake("duty", "k");
        runAll(engine);
        time.pass(Duration.ofHours(1));
        runAll(engine);
        engine.wake("duty", "k");
        runAll(engine);

        assertThat(seen).hasSize(2);
        assertThat(told).containsExactly("raised failing duty/k");
    }

    @Test
    void aHungKeyIsInterruptedAndToldWhileOthersGoOn() {
        CountDownLatch never = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        Reconciler duty =
                new Duty(
                        "duty",
                        List.of("hangs", "works"),
                        Duration.ofMillis(50),
                        key -> {
                            if (key.equals("hangs")) {
                                waitFor(never);
                            }
                            return settle(seen, key);
                        });
        Engine engine = new Engine(new SystemTime(), List.of(duty), findings, Backoff.DEFAULT);

        engine.start();

        await().untilAsserted(() -> assertThat(seen).contains("works"));
        await().untilAsserted(() -> assertThat(told).contains("raised hung duty/hangs"));
        engine.close();
    }

    private Engine engine(Reconciler reconciler) {
        return new Engine(time, List.of(reconciler), findings, Backoff.DEFAULT);
    }

    private static void runAll(Engine engine) {
        boolean ran = true;
        while (ran) {
            ran = engine.runOne();
        }
    }

    private static Outcome settle(List<String> seen, String key) {
        seen.add(key);
        return Outcome.settled();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Reconciler duty(
            String name, List<String> keys, Function<String, Outcome> reconcile) {
        return new Duty(name, keys, Duration.ofSeconds(10), reconcile);
    }

    private record Duty(
            String name, List<String> keys, Duration deadline, Function<String, Outcome> work)
            implements Reconciler {
        @Override
        public List<String> concerns(String changedBead) {
            return List.of();
        }

        @Override
        public Outcome reconcile(String key) {
            return work.apply(key);
        }
    }
}
