package dev.townhall.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.ExpiryReconciler;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AccountsTest {
    private static final Account WORK = new Account(new AccountName("work"), "qwen", 3);
    private static final Account SPARE = new Account(new AccountName("spare"), "qwen", 3);
    private static final List<Account> BOTH = List.of(WORK, SPARE);
    private static final Accounts.Bearer NUX =
            new Accounts.Bearer(
                    Actor.polecat(SmallTown.SHOP, "nux"), new BeadId("sh-1"), Optional.empty());

    private final SmallTown town = new SmallTown();
    private final ExpiryReconciler reconciler =
            new ExpiryReconciler(new AccountRest(), town.ledger(), town);

    private void limited(Account account, String said) {
        town.writeAs(Actor.TOWN, tx -> Accounts.limited(tx, account, BOTH, NUX, said));
    }

    private Accounts.Choice choice() {
        return town.read(view -> Accounts.choose(view, BOTH, town.now()));
    }

    private List<TownEvent> rests() {
        return town.events().stream()
                .filter(event ->
                        event instanceof TownEvent.AccountRested
                                || event instanceof TownEvent.AccountReturned)
                .toList();
    }

    @Test
    void accountsThatDoNotRestAreTriedInTheirOrder() {
        assertThat(choice()).isEqualTo(new Accounts.Choice.Awake(BOTH));

        limited(WORK, "429: try again in 90s");

        assertThat(choice()).isEqualTo(new Accounts.Choice.Awake(List.of(SPARE)));
        town.pass(Duration.ofSeconds(90));
        assertThat(choice()).isEqualTo(new Accounts.Choice.Awake(BOTH));
    }

    @Test
    void whenAllRestItIsKnownWhenTheFirstIsBack() {
        limited(WORK, "try again in 90s");
        limited(SPARE, "try again in 30s");

        assertThat(choice()).isEqualTo(new Accounts.Choice.AllRest(town.now().plusSeconds(30)));
    }

    @Test
    void aRestIsToldOnceAnEpisodeWithWhoIsLeft() {
        limited(WORK, "try again in 90s");
        limited(WORK, "try again in 120s");
        limited(SPARE, "429");

        assertThat(rests()).hasSize(2);
        assertThat(rests().getFirst())
                .isInstanceOfSatisfying(
                        TownEvent.AccountRested.class,
                        rested -> {
                            assertThat(rested.name()).isEqualTo("work");
                            assertThat(rested.until()).isEqualTo(town.now().plusSeconds(90));
                            assertThat(rested.left()).containsExactly("spare");
                            assertThat(rested.bead()).isEqualTo(NUX.bead());
                        });
        assertThat(((TownEvent.AccountRested) rests().getLast()).left()).isEmpty();
        Standing work = town.read(view -> Accounts.of(view, WORK.name()));
        assertThat(((Standing.Resting) work).until()).isEqualTo(town.now().plusSeconds(120));
    }

    @Test
    void aRestThatBecomesMuchLongerIsToldAgain() {
        limited(WORK, "try again in 90s");
        limited(WORK, "try again in 2h");

        TownEvent.AccountRested first = (TownEvent.AccountRested) rests().getFirst();
        TownEvent.AccountRested again = (TownEvent.AccountRested) rests().getLast();
        assertThat(rests()).hasSize(2);
        assertThat(again.until()).isEqualTo(town.now().plus(Duration.ofHours(2)));
        assertThat(again.since()).isEqualTo(first.since());
    }

    @Test
    void whenNoneIsLeftItIsSaidWhenTheFirstIsBack() {
        limited(WORK, "try again in 90s");
        limited(SPARE, "try again in 2h");

        TownEvent.AccountRested last = (TownEvent.AccountRested) rests().getLast();
        assertThat(((TownEvent.AccountRested) rests().getFirst()).back()).isEmpty();
        assertThat(last.back()).contains(town.now().plusSeconds(90));
    }

    @Test
    void aRestEndsByItself() {
        limited(WORK, "try again in 90s");
        assertThat(reconciler.keys()).containsExactly("work");
        assertThat(reconciler.concerns("hq-account-work")).containsExactly("work");
        assertThat(reconciler.concerns("hq-agents")).isEmpty();

        assertThat(reconciler.reconcile("work")).isEqualTo(Outcome.again(Duration.ofSeconds(90)));
        town.pass(Duration.ofSeconds(90));
        assertThat(reconciler.reconcile("work")).isEqualTo(Outcome.again(Duration.ZERO));
        assertThat(reconciler.reconcile("work")).isEqualTo(Outcome.settled());

        assertThat(rests()).hasSize(2).last().isInstanceOf(TownEvent.AccountReturned.class);
        assertThat(town.<Standing>read(view -> Accounts.of(view, WORK.name())))
                .isEqualTo(new Standing.Awake(1));
    }

    @Test
    void aPersonCanEndARest() {
        limited(WORK, "try again in 5 days");

        town.write(tx -> assertThat(Accounts.endRest(tx, WORK.name())).isTrue());
        town.write(tx -> assertThat(Accounts.endRest(tx, WORK.name())).isFalse());
        town.write(tx -> assertThat(Accounts.endRest(tx, SPARE.name())).isFalse());

        assertThat(choice()).isEqualTo(new Accounts.Choice.Awake(BOTH));
        assertThat(rests()).hasSize(2).last().isInstanceOf(TownEvent.AccountReturned.class);
    }

    @Test
    void aLimitAfterARestThatNobodyEndedIsANewEpisode() {
        limited(WORK, "429");
        town.pass(Duration.ofHours(2));

        limited(WORK, "429");

        assertThat(rests()).hasSize(2);
        Standing work = town.read(view -> Accounts.of(view, WORK.name()));
        assertThat(work.limits()).isEqualTo(2);
    }

    @Test
    void aTurnThatWentWellEndsTheLimitsInARow() {
        limited(WORK, "429");
        town.writeAs(Actor.TOWN, tx -> Accounts.worked(tx, WORK));
        assertThat(town.<Standing>read(view -> Accounts.of(view, WORK.name())).limits())
                .as("a session that was at work when it began to rest proves nothing")
                .isEqualTo(1);
        town.pass(Duration.ofHours(2));
        reconciler.reconcile("work");

        town.writeAs(Actor.TOWN, tx -> Accounts.worked(tx, WORK));

        assertThat(town.<Standing>read(view -> Accounts.of(view, WORK.name())))
                .isEqualTo(Standing.Awake.NEW);
    }

    @Test
    void longWordsOfAProviderAreCut() {
        limited(WORK, "x".repeat(5_000));

        assertThat(((TownEvent.AccountRested) rests().getFirst()).said().length())
                .isLessThanOrEqualTo(300);
    }
}
