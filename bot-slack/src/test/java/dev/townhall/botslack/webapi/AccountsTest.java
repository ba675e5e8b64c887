package dev.townhall.botslack.webapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.reconcile.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AccountsTest {
    private final ManualTime time = new ManualTime();
    private final List<String> asked = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final Accounts accounts = new Accounts(this::answer, later::add, time);
    private boolean silent;
    private boolean demoted;

    @Test
    void aFullMemberIsNoGuestAndAskedAboutOnce() {
        assertThat(accounts.isGuest("U1")).isFalse();
        assertThat(accounts.isGuest("U1")).isFalse();

        assertThat(asked).containsExactly("U1");
        assertThat(later).isEmpty();
    }

    @Test
    void guestsProgramsAndThoseWhoLeftAreGuests() {
        assertThat(List.of("guest", "program", "gone")).allMatch(accounts::isGuest);
    }

    @Test
    void whatIsNotFreshIsAskedAgainBehindTheBackOfWhoWantsToKnow() {
        accounts.isGuest("U1");
        demoted = true;
        time.pass(Accounts.FRESH);

        assertThat(accounts.isGuest("U1")).isFalse();
        assertThat(accounts.isGuest("U1")).isFalse();
        assertThat(later).hasSize(1);
        later.getFirst().run();
        assertThat(accounts.isGuest("U1")).isTrue();
    }

    @Test
    void whileSlackIsSilentWhatWasKnownHoldsForADay() {
        accounts.isGuest("U1");
        silent = true;
        time.pass(Accounts.FRESH);

        assertThat(accounts.isGuest("U1")).isFalse();
        later.forEach(Runnable::run);
        assertThat(accounts.isGuest("U1")).isFalse();
        time.pass(Accounts.REMEMBERED);
        assertThatThrownBy(() -> accounts.isGuest("U1")).isInstanceOf(TownException.class);
    }

    @Test
    void whoCannotBeAskedAboutIsNeitherHeardNorRefused() {
        silent = true;
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> accounts.isGuest("U1"))
                    .isInstanceOfSatisfying(
                            TownException.class,
                            it -> assertThat(it.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
        assertThat(asked).hasSize(1);

        silent = false;
        time.pass(Accounts.SILENT);
        assertThat(accounts.isGuest("U1")).isFalse();
    }

    @Test
    void whoIsExpectedIsKnownWhenTheyCome() {
        accounts.expect("U1");
        later.getFirst().run();
        silent = true;

        assertThat(accounts.isGuest("U1")).isFalse();
    }

    private Answer<Account> answer(String user) {
        asked.add(user);
        return silent
                ? new Answer.Failed<>(
                        new ChatPort.Failed(
                                ChatPort.Failure.TRANSIENT, "no answer", Optional.empty()),
                        "")
                : new Answer.Got<>(
                        new Account(
                                "T1",
                                user,
                                demoted || user.equals("guest"),
                                user.equals("program"),
                                user.equals("gone"),
                                ""));
    }
}
