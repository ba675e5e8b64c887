package dev.townhall.botslack.webapi;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Who is a full member of the workspace, as Slack says. It is remembered for a day and asked again
/// behind the back of whoever wants to know, so that nobody waits for Slack but the first. Thread-safe.
public final class Accounts {
    static final Duration FRESH = Duration.ofMinutes(30);
    static final Duration REMEMBERED = Duration.ofDays(1);
    static final Duration SILENT = Duration.ofSeconds(5);
    private static final int REMEMBERED_MAX = 5_000;

    private final Function<String, Answer<Account>> ask;
    private final Executor later;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Known> known = new LinkedHashMap<>();
    private Duration silentUntil = Duration.ZERO;

    /// @param later asks again what nobody waits for
    public Accounts(WebApi api, Executor later, Time time) {
        this(api::account, later, time);
    }

    Accounts(Function<String, Answer<Account>> ask, Executor later, Time time) {
        this.ask = ask;
        this.later = later;
        this.time = time;
    }

    private record Known(boolean guest, Duration freshUntil, Duration until) {}

    /// Whether an account of the workspace, `U1`, is a guest, a program or gone; UNAVAILABLE where
    /// Slack does not say: nothing may be done then, and nothing refused.
    public boolean isGuest(String user) {
        Optional<Known> remembered = remembered(user);
        if (remembered.isEmpty()) {
            return asked(user);
        }
        if (remembered.get().freshUntil().compareTo(time.elapsed()) <= 0) {
            remember(user, remembered.get().guest(), remembered.get().until());
            later.execute(() -> find(user));
        }
        return remembered.get().guest();
    }

    /// Finds out about an account before anybody wants to know.
    public void expect(String user) {
        later.execute(() -> find(user));
    }

    private boolean asked(String user) {
        Optional<Boolean> found = isSilent() ? Optional.empty() : find(user);
        return found.orElseThrow(() ->
                new TownException(
                        ErrorCode.UNAVAILABLE,
                        "Slack does not say now whether " + user + " is a guest. Try again."));
    }

    private Optional<Boolean> find(String user) {
        if (ask.apply(user) instanceof Answer.Got<Account>(Account account)) {
            boolean guest = account.guest() || account.program() || account.gone();
            remember(user, guest, time.elapsed().plus(REMEMBERED));
            return Optional.of(guest);
        }
        lock.lock();
        try {
            silentUntil = time.elapsed().plus(SILENT);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isSilent() {
        lock.lock();
        try {
            return silentUntil.compareTo(time.elapsed()) > 0;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Known> remembered(String user) {
        lock.lock();
        try {
            return Optional.ofNullable(known.get(user))
                    .filter(it -> it.until().compareTo(time.elapsed()) > 0);
        } finally {
            lock.unlock();
        }
    }

    private void remember(String user, boolean guest, Duration until) {
        lock.lock();
        try {
            known.remove(user);
            known.put(user, new Known(guest, time.elapsed().plus(FRESH), until));
            Iterator<Known> oldest = known.values().iterator();
            while (known.size() > REMEMBERED_MAX) {
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
