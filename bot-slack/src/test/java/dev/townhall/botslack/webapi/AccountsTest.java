package dev.townhall.botslack.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.reconcile.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AccountsTest {
    private final ManualTime time = new ManualTime();
    private final List<String> asked = new ArrayList<>();
    private boolean silent;
    private final Accounts accounts = new Accounts(this::answer, time);

    @Test
    void aFullMemberIsNoGuestAndAskedAboutOnce() {
        assertThat(accounts.isGuest("U1")).isFalse();
        assertThat(accounts.isGuest("U1")).isFalse();
        assertThat(asked).containsExactly("U1");

        time.pass(Accounts.REMEMBERED);
        accounts.isGuest("U1");
        assertThat(asked).hasSize(2);
    }

    @Test
    void guestsProgramsAndThoseWhoLeftAreGuests() {
        assertThat(List.of("guest", "program", "gone")).allMatch(accounts::isGuest);
    }

    @Test
    void whoCannotBeAskedAboutIsAGuestForAMoment() {
        silent = true;
        assertThat(accounts.isGuest("U1")).isTrue();
        silent = false;
        assertThat(accounts.isGuest("U1")).isTrue();

        time.pass(Accounts.DOUBTED);
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
                                user.equals("guest"),
                                user.equals("program"),
                                user.equals("gone"),
                                ""));
    }
}
