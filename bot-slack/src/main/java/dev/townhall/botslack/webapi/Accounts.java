package dev.townhall.botslack.webapi;

import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Who is a full member of the workspace, as Slack says; remembered for a while. Whoever cannot be
/// asked about counts as a guest. Thread-safe.
public final class Accounts {
    static final Duration REMEMBERED = Duration.ofMinutes(30);
    static final Duration DOUBTED = Duration.ofSeconds(20);
    private static final int REMEMBERED_MAX = 5_000;

    private final Function<String, Answer<Account>> ask;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Known> known = new LinkedHashMap<>();

    public Accounts(WebApi api, Time time) {
        this(api::account, time);
    }

    Accounts(Function<String, Answer<Account>> ask, Time time) {
        this.ask = ask;
        this.time = time;
    }

    private record Known(boolean guest, Duration until) {}

    /// Whether an account of the workspace, `U1`, is a guest, a program or gone.
    public boolean isGuest(String user) {
        return remembered(user).map(Known::guest).orElseGet(() -> asked(user));
    }

    private boolean asked(String user) {
        Answer<Account> answer = ask.apply(user);
        boolean guest =
                !(answer instanceof Answer.Got<Account>(Account account))
                        || account.guest()
                        || account.program()
                        || account.gone();
        Duration kept = answer instanceof Answer.Got<Account> ? REMEMBERED : DOUBTED;
        remember(user, new Known(guest, time.elapsed().plus(kept)));
        return guest;
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

    private void remember(String user, Known fact) {
        lock.lock();
        try {
            known.remove(user);
            known.put(user, fact);
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
