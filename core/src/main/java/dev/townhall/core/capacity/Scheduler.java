package dev.townhall.core.capacity;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.machine.Machine;
import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says which session of an agent with a model may be started now, and under which account. Such a
/// session keeps its place until it is released. Nothing of this outlives the town: nor do the
/// sessions. Thread-safe; the lock is private, and nobody is called under it but the machine.
public final class Scheduler {
    /// How soon the machine is looked at again, and how long at most one waits unseen.
    static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private static final String JUST_NOW = "another agent was started just now";

    private final Capacity capacity;
    private final Time time;
    private final Pressure pressure;
    private final Runnable watch;
    private final Map<BeadId, AccountName> placed = new TreeMap<>();
    private final Map<BeadId, Waiting> waiting = new LinkedHashMap<>();
    private Optional<Duration> lastStart = Optional.empty();
    private Optional<String> busy = Optional.empty();

    /// Whether a session may be started.
    public sealed interface Admission {
        /// Under this account; its place is taken.
        record Admitted(Account account) implements Admission {}

        /// Not now. @param why for people, @param again when to ask again unless woken before
        record Held(String why, Duration again) implements Admission {}
    }

    private enum For {
        MACHINE,
        ROOM,
        TURN
    }

    private record Waiting(For what, String why, Runnable wake) {}

    /// @param watch asks to be looked at soon, because the machine holds work back
    public Scheduler(Capacity capacity, Machine machine, Time time, Runnable watch) {
        this.capacity = capacity;
        this.time = time;
        this.pressure = new Pressure(machine, capacity);
        this.watch = watch;
    }

    /// Takes a place for a session of `agent` under the first of `accounts` that has room. A place
    /// that it had is given back first.
    ///
    /// @param accounts at least one
    /// @param wake called, from any thread, when it is worth asking again
    public Admission admit(BeadId agent, List<Account> accounts, Runnable wake) {
        Admission admission;
        synchronized (this) {
            placed.remove(agent);
            admission = place(agent, accounts, wake);
        }
        if (admission instanceof Admission.Held && isBusy()) {
            watch.run();
        }
        return admission;
    }

    private Admission place(BeadId agent, List<Account> accounts, Runnable wake) {
        busy = pressure.look();
        if (busy.isPresent()) {
            return held(agent, new Waiting(For.MACHINE, busy.get(), wake), LOOK_AGAIN);
        }
        Optional<Account> free = accounts.stream().filter(this::hasRoom).findFirst();
        if (free.isEmpty()) {
            return held(agent, new Waiting(For.ROOM, full(accounts), wake), LOOK_AGAIN);
        }
        Duration now = time.elapsed();
        Optional<Duration> left =
                lastStart
                        .map(at -> at.plus(capacity.spawnSpacing()).minus(now))
                        .filter(Duration::isPositive);
        if (left.isPresent()) {
            return held(agent, new Waiting(For.TURN, JUST_NOW, wake), left.get());
        }
        lastStart = Optional.of(now);
        waiting.remove(agent);
        placed.put(agent, free.get().name());
        return new Admission.Admitted(free.get());
    }

    private Admission held(BeadId agent, Waiting one, Duration again) {
        waiting.put(agent, one);
        return new Admission.Held(one.why(), again);
    }

    private static String full(List<Account> accounts) {
        return accounts.size() == 1
                ? "%s carries as many sessions as it may (%s)"
                        .formatted(accounts.getFirst().title(), accounts.getFirst().sessionsMax())
                : "every account of %s that does not rest carries as many sessions as it may"
                        .formatted(accounts.getFirst().preset());
    }

    private boolean hasRoom(Account account) {
        long carried = placed.values().stream().filter(account.name()::equals).count();
        return carried < account.sessionsMax();
    }

    /// The session of `agent` is no more, or it wants none: whoever waits for room may have it.
    public void release(BeadId agent) {
        List<Runnable> next;
        synchronized (this) {
            waiting.remove(agent);
            next = placed.remove(agent) == null ? List.of() : waitingFor(For.ROOM);
        }
        next.forEach(Runnable::run);
    }

    /// Whether the machine holds work back. Looks at it again when it did.
    Optional<String> holding() {
        List<Runnable> next = List.of();
        Optional<String> why = Optional.empty();
        synchronized (this) {
            List<Runnable> held = waitingFor(For.MACHINE);
            if (!held.isEmpty()) {
                busy = pressure.look();
                why = busy;
                next = why.isPresent() ? List.of() : held;
            }
        }
        next.forEach(Runnable::run);
        return why;
    }

    private synchronized boolean isBusy() {
        return busy.isPresent();
    }

    private List<Runnable> waitingFor(For what) {
        return waiting.values().stream()
                .filter(one -> one.what() == what)
                .map(Waiting::wake)
                .toList();
    }

    /// How many sessions run under each account that has any.
    public synchronized Map<AccountName, Integer> sessions() {
        Map<AccountName, Integer> sessions = new TreeMap<>();
        placed.values().forEach(account -> sessions.merge(account, 1, Integer::sum));
        return sessions;
    }

    /// Who waits to be started, and why, those who wait for longest first.
    public synchronized Map<BeadId, String> waiting() {
        Map<BeadId, String> why = new LinkedHashMap<>();
        waiting.forEach((agent, one) -> why.put(agent, one.why()));
        return why;
    }
}
