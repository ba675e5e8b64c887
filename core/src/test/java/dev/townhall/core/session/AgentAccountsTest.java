package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.account.Standing;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.capacity.Capacity;
import dev.townhall.core.chat.Words;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Agents under several accounts, on a machine that carries only so much, in virtual time.
class AgentAccountsTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final Account WORK = account("work", 5);
    private static final Account SPARE = account("spare", 5);

    private final AgentTown town = new AgentTown();

    private static Account account(String name, int sessionsMax) {
        return new Account(new AccountName(name), "stub", sessionsMax);
    }

    @Test
    void workGoesOnWithAnotherAccountWhenOneMeetsItsLimit() {
        town.accounts(WORK, SPARE);
        town.agent((start, turn) ->
                town.payer(start).equals("work")
                        ? limit("429 Rate limit exceeded, try again in 2h.")
                        : done(start));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.started).containsExactly("work nux", "spare nux");
        assertThat(town.standing("work").restsAt(town.time.now())).isTrue();
        assertThat(town.posts())
                .containsOnlyOnce("Account work of stub met its provider's limit and rests until")
                .contains("Work goes on with spare.")
                .doesNotContain("Finding");

        BeadId next = town.sling("Say goodbye");
        town.run(() -> town.bead(next).isClosed());
        assertThat(town.started).as("nobody asks an account that rests").hasSize(3);
        assertThat(town.started.getLast()).startsWith("spare");
    }

    @Test
    void whenAllRestTheWorkWaitsAndGoesOnByItself() {
        town.accounts(WORK, SPARE);
        Instant begin = town.time.now();
        town.agent((start, turn) ->
                town.time.now().isBefore(begin.plus(Duration.ofHours(2)))
                        ? limit("Rate limit exceeded, try again in 2h.")
                        : done(start));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.posts().contains("all 2 accounts of stub rest"));
        town.pass(Duration.ofHours(1));

        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.HOOKED);
        assertThat(town.started).as("no session in vain").hasSize(2);
        assertThat(town.posts())
                .contains("No account of stub is left")
                .contains("· hindered: " + bead + " waits on the hook of");
        assertThat(town.posts().lines().filter(line -> line.startsWith("Finding about ")))
                .singleElement()
                .asString()
                .contains("all 2 accounts of stub rest; the first is back at");

        town.run(() -> town.bead(bead).isClosed());
        Duration took = Duration.between(begin, town.time.now());
        assertThat(took).isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMinutes(2));
        assertThat(town.started).hasSize(3);
    }

    @Test
    void workDoesNotGoOnWithAnAccountThatHasNoKey() {
        town.accounts(WORK, SPARE);
        town.problems.put("spare", "account spare of stub has no key.");
        town.agent((start, turn) -> limit("Rate limit exceeded, try again in 2h."));

        town.sling("Say hello");
        town.run(() -> town.posts().contains("met its provider's limit"));

        assertThat(town.posts())
                .contains("No account of stub is left, so its work waits until then.")
                .doesNotContain("Work goes on with");
    }

    @Test
    void whenNoneIsLeftTheThreadSaysWhenTheFirstIsBack() {
        town.accounts(WORK, SPARE);
        town.agent((start, turn) ->
                limit(
                        "rate limit, try again in "
                                + (town.payer(start).equals("work") ? "2h" : "5h")));

        town.sling("Say hello");
        town.run(() -> town.standing("spare").restsAt(town.time.now()));

        Standing.Resting work = (Standing.Resting) town.standing("work");
        assertThat(town.posts())
                .contains("so its work waits until " + Words.day(work.until()) + ".");
    }

    @Test
    void aRestThatBecomesLongerIsSaidInTheSamePost() {
        town.accounts(WORK);
        town.agent((start, turn) ->
                start.agent().shortName().equals("nux")
                        ? new Scene.Errs(Duration.ofSeconds(30), 429, "try again in 2h")
                        : new Scene.Errs(Duration.ofSeconds(90), 429, "try again in 5h"));

        Instant late = town.time.now().plus(Duration.ofHours(4));
        town.sling("Say hello");
        town.sling("Say goodbye");
        town.run(() -> town.standing("work").restsAt(late));

        Standing.Resting work = (Standing.Resting) town.standing("work");
        assertThat(town.posts())
                .containsOnlyOnce("Account work of stub met its provider's limit")
                .contains("limit and rests until " + Words.day(work.until()));
    }

    @Test
    void aRestOutlivesTheTown() {
        town.accounts(WORK, SPARE);
        town.agent((start, turn) ->
                town.payer(start).equals("work")
                        ? limit("Rate limit exceeded, try again in 2h.")
                        : new Scene.Hangs());
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.started.contains("spare nux"));

        town.restart();
        town.agent((start, turn) -> done(start));
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.started).containsExactly("work nux", "spare nux", "spare nux");
    }

    @Test
    void anAgentWithoutAccountsHasOneThatRests() {
        Instant begin = town.time.now();
        town.agent((start, turn) ->
                town.time.now().isBefore(begin.plusSeconds(90))
                        ? limit("rate limit")
                        : done(start));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.posts())
                .contains("The account of stub met its provider's limit and rests until")
                .containsOnlyOnce(": the account of stub met its provider's limit and rests until");
        assertThat(town.started).as("after 1 minute, then 2").hasSize(3);
        assertThat(town.ledger().<List<Bead>>read(view -> view.ready(100)))
                .as("what the town keeps of itself is no work")
                .isEmpty();
        assertThat(town.standing("stub")).isEqualTo(Standing.Awake.NEW);
    }

    @Test
    void aLimitThatShowsAtTheStartIsNoFailedStart() {
        town.accounts(WORK, SPARE);
        town.cannotStart("The agent ended: it answered 'session/new' with: rate limit");
        town.agent((start, turn) -> done(start));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.posts().contains("all 2 accounts of stub rest"));
        town.canStart();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.posts()).doesNotContain("could not be started");
    }

    @Test
    void aLimitThatTakesTheAgentDownIsNoLostSession() {
        town.accounts(WORK, SPARE);
        town.agent((start, turn) ->
                town.payer(start).equals("work")
                        ? new Scene.Crashes(
                                A_WHILE, Map.of(), "The agent ended: rate limit, try again in 2h.")
                        : done(start));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.started).containsExactly("work nux", "spare nux");
        assertThat(town.standing("work").restsAt(town.time.now())).isTrue();
    }

    @Test
    void sessionsThatALimitEndedAreNotCounted() {
        town.agent((start, turn) ->
                town.started.size() > 105
                        ? done(start)
                        : limit("Rate limit exceeded, try again in 10s."));

        BeadId bead = town.sling("Say hello");
        town.run(() ->
                town.bead(bead).isClosed() || town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.bead(bead).isClosed()).isTrue();
        assertThat(town.started).hasSize(106);
    }

    @Test
    void whoLosesItsAccountsWaitsForNoTurn() {
        town.accounts(WORK);
        town.machine.load(9);
        town.sling("Say hello");
        town.run(() -> !town.waiting().isEmpty());

        town.problems.put("work", "account work of stub has no key.");
        town.pass(Duration.ofMinutes(1));

        assertThat(town.waiting()).isEmpty();
    }

    @Test
    void whoseRigIsParkedWaitsForNoTurn() {
        town.machine.load(9);
        town.sling("Say hello");
        town.run(() -> !town.waiting().isEmpty());

        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> {
                            Rigs.park(tx, AgentTown.SHOP);
                            return true;
                        });
        town.pass(Duration.ofMinutes(1));

        assertThat(town.waiting()).isEmpty();
    }

    @Test
    void anAccountWithoutAKeyIsPassedOverAndSaidWhenItIsTheLast() {
        town.accounts(WORK, SPARE);
        town.problems.put("work", "account work of stub has no key: it is gone.");
        town.agent((start, turn) -> done(start));
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());
        assertThat(town.started).containsExactly("spare nux");

        town.problems.put("spare", "account spare of stub has no key.");
        BeadId next = town.sling("Say goodbye");
        town.run(() -> town.posts().contains("account work of stub has no key: it is gone."));
        town.problems.clear();
        town.run(() -> town.bead(next).isClosed());
    }

    @Test
    void anAccountCarriesNoMoreSessionsThanItMay() {
        town.accounts(account("work", 1));
        town.agent((start, turn) -> done(start));

        BeadId one = town.sling("Say hello");
        BeadId other = town.sling("Say goodbye");
        town.run(() -> town.started.size() == 1);
        town.pass(Duration.ofSeconds(10));
        assertThat(town.started).as("the other one waits").hasSize(1);
        town.run(() -> town.bead(one).isClosed() && town.bead(other).isClosed());

        assertThat(town.started).hasSize(2);
        assertThat(town.posts()).doesNotContain("Finding");
    }

    @Test
    void agentsAreStartedOneAfterAnother() {
        town.capacity(new Capacity(10, Duration.ofSeconds(7), 4, 0));
        town.restart();
        town.agent((start, turn) -> done(start));

        town.sling("Say hello");
        town.sling("Say goodbye");
        town.run(() -> town.started.size() == 2);

        assertThat(town.startedAt.get(1).minus(town.startedAt.get(0)))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(7))
                .isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void aBusyMachineHoldsTheWorkBackAndSaysSoOnce() {
        town.machine.load(9);
        town.agent((start, turn) -> done(start));

        BeadId bead = town.sling("Say hello");
        town.pass(Duration.ofMinutes(20));
        assertThat(town.started).isEmpty();
        assertThat(town.posts())
                .containsOnlyOnce("No agent is started for now: the machine's load is 9.0");

        town.machine.load(0.5);
        town.run(() -> town.bead(bead).isClosed());
        town.pass(Duration.ofMinutes(1));
        assertThat(town.posts()).containsOnlyOnce("The finding about town is over.");
    }

    @Test
    void commandsRunOnABusyMachineToo() {
        town.machine.load(9);
        town.agent((start, turn) -> new Scene.Works(A_WHILE, Map.of("a.txt", "a"), ""));

        BeadId bead = town.sling("Say hello", "```sh\ntouch a.txt\n```");
        town.run(() -> town.bead(bead).isClosed());
    }

    @Test
    void theTownTakesOnNoMoreWorkThanItMay() {
        town.capacity(new Capacity(1, Duration.ZERO, 4, 0));
        town.restart();
        town.agent((start, turn) -> done(start));

        BeadId one = town.sling("Say hello");
        BeadId other = town.sling("Say goodbye");
        town.run(() -> town.started.size() == 1);

        assertThat(town.bead(one).status()).isEqualTo(BeadStatus.HOOKED);
        assertThat(town.bead(other).status()).isEqualTo(BeadStatus.OPEN);
        town.run(() -> town.bead(one).isClosed() && town.bead(other).isClosed());
    }

    @Test
    void anAgentThatNeverComesUpBecomesAPersonsQuestion() {
        town.cannotStart("The program stub was not found.");

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.posts().contains("The program stub was not found."));
        assertThat(town.bead(bead).status()).as("said at once").isEqualTo(BeadStatus.HOOKED);
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));
        town.pass(Duration.ofHours(6));

        assertThat(town.started).hasSize(3);
        assertThat(town.posts())
                .contains(
                        "Its agent could not be started 3 times in a row. The program stub was not found.");
    }

    @Test
    void aWorkThatTakesTheTownDownAgainAndAgainBecomesAPersonsQuestion() {
        town.agent((start, turn) -> new Scene.Hangs());
        BeadId bead = town.sling("Say hello");
        for (int i = 0; i < 100; i++) {
            int before = town.started.size();
            town.run(() -> town.started.size() > before);
            town.restart();
        }
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.started).hasSize(100);
        assertThat(town.posts()).contains("100 sessions were started for it.");
    }

    private Scene limit(String said) {
        return new Scene.Errs(A_WHILE, 429, said);
    }

    private Scene done(SessionStart start) {
        return new Scene.Acts(
                () -> {
                    town.git.tree(start.folder()).write(start.bead() + ".txt", "hello");
                    town.call(start, "done", "summary", "said hello");
                },
                new Scene.LiesDone(A_WHILE, "done"));
    }
}
