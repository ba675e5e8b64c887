package dev.townhall.core.reservation;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.Release;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which files the agents of a rig say they are about to change. Whoever comes second is told who
/// was first; nothing is locked, and no merge asks about it.
public final class Reservations {
    /// Paths that one agent holds at a time.
    public static final int HELD_MAX = 20;

    public static final Duration DEFAULT = Duration.ofHours(1);
    public static final Duration LONGEST = Duration.ofHours(8);

    private Reservations() {}

    /// What came of asking.
    ///
    /// @param given what is reserved now
    /// @param taken what is not, with who has it
    public record Outcome(List<Reservation> given, List<Clash> taken) {
        public Outcome {
            given = List.copyOf(given);
            taken = List.copyOf(taken);
        }
    }

    /// Paths that were asked for and meet those of another.
    public record Clash(PathPattern asked, Reservation other) {}

    /// What is held on a rig, by agent, the oldest first.
    public static List<Reservation> on(LedgerView view, RigName rig) {
        return holders(view)
                .flatMap(agent -> of(view, agent).stream())
                .filter(it -> it.rig().equals(rig))
                .toList();
    }

    /// Whoever holds anything, or did when it was last looked at.
    static Stream<BeadId> holders(LedgerView view) {
        return Stream.of(Bead.AGENT, Bead.TALK)
                .flatMap(type -> view.ofType(type).stream())
                .filter(bead -> !Held.of(bead).all().isEmpty())
                .map(Bead::id);
    }

    /// What an agent holds.
    public static List<Reservation> of(LedgerView view, BeadId agentBead) {
        Hook hook = Hooks.of(view, agentBead);
        return Held.of(view.get(agentBead)).those(it -> it.isFor(hook));
    }

    /// What is held for a bead, by the one agent that has it on its hook.
    public static List<Reservation> forBead(LedgerView view, BeadId bead) {
        return holders(view)
                .flatMap(agent -> of(view, agent).stream())
                .filter(it -> it.bead().equals(bead))
                .toList();
    }

    /// Reserves, for the bead on the hook that `fence` holds, those of the paths that no other agent
    /// of the rig has; what the agent has already is prolonged. LIMIT when it would hold too many.
    ///
    /// @param agentBead of the agent, or of the conversation it works in
    public static Outcome reserve(
            Transaction tx,
            BeadId agentBead,
            long fence,
            RigName rig,
            List<PathPattern> paths,
            Duration span) {
        Hook hook = Hooks.checkFence(tx, agentBead, fence);
        List<Reservation> others =
                on(tx, rig).stream()
                        .filter(it -> !it.agent().equals(tx.actor()))
                        .filter(it -> it.until().isAfter(tx.now()))
                        .toList();
        List<Clash> taken = new ArrayList<>();
        List<PathPattern> free = new ArrayList<>();
        for (PathPattern path : paths.stream().distinct().toList()) {
            Optional<Reservation> other =
                    others.stream().filter(it -> it.paths().overlaps(path)).findFirst();
            other.ifPresentOrElse(it -> taken.add(new Clash(path, it)), () -> free.add(path));
        }
        return new Outcome(give(tx, agentBead, hook, rig, free, span), taken);
    }

    private static List<Reservation> give(
            Transaction tx,
            BeadId agentBead,
            Hook hook,
            RigName rig,
            List<PathPattern> paths,
            Duration span) {
        if (paths.isEmpty()) {
            return List.of();
        }
        Instant until = tx.now().plus(span);
        end(tx, agentBead, it -> !it.isFor(hook), Release.WORK_OVER);
        Held before = Held.of(tx.get(agentBead));
        List<Reservation> kept = new ArrayList<>(before.those(it -> !paths.contains(it.paths())));
        List<Reservation> given = new ArrayList<>();
        for (PathPattern path : paths) {
            Instant since =
                    before.those(it -> it.paths().equals(path)).stream()
                            .map(Reservation::since)
                            .findFirst()
                            .orElse(tx.now());
            given.add(reservation(tx, agentBead, hook, rig, path, since, until));
        }
        kept.addAll(given);
        if (kept.size() > HELD_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "You would hold %s paths; %s is the most. Name folders, or give some back."
                            .formatted(kept.size(), HELD_MAX));
        }
        kept.sort(Comparator.comparing(Reservation::since));
        tx.update(Held.ASPECT.set(tx.get(agentBead), new Held(kept)));
        Events.emit(
                tx,
                new TownEvent.FilesReserved(
                        given.getFirst().bead(), rig, tx.actor(), texts(given), until));
        return given;
    }

    private static Reservation reservation(
            Transaction tx,
            BeadId agentBead,
            Hook hook,
            RigName rig,
            PathPattern path,
            Instant since,
            Instant until) {
        return switch (hook) {
            case Hook.Loaded loaded ->
                    new Reservation(
                            tx.actor(),
                            rig,
                            loaded.bead(),
                            Optional.of(loaded.since()),
                            path,
                            since,
                            until);
            case Hook.Empty _ ->
                    new Reservation(
                            tx.actor(), rig, agentBead, Optional.empty(), path, since, until);
        };
    }

    /// Gives back what an agent holds: these paths, or all of them when none is named. Returns what
    /// was given back.
    public static List<Reservation> giveBack(
            Transaction tx, BeadId agentBead, List<PathPattern> paths) {
        return end(
                tx,
                agentBead,
                it -> paths.isEmpty() || paths.contains(it.paths()),
                Release.GIVEN_BACK);
    }

    /// When the next of what an agent holds is over: at once for what its hook does not hold.
    static Optional<Instant> ends(LedgerView view, BeadId agentBead) {
        Hook hook = Hooks.of(view, agentBead);
        return Held.of(view.get(agentBead)).all().stream()
                .map(it -> it.isFor(hook) ? it.until() : Instant.MIN)
                .min(Comparator.naturalOrder());
    }

    /// Lets go of what is over.
    static void expire(Transaction tx, BeadId agentBead) {
        Hook hook = Hooks.of(tx, agentBead);
        end(tx, agentBead, it -> !it.isFor(hook), Release.WORK_OVER);
        end(tx, agentBead, it -> !it.until().isAfter(tx.now()), Release.EXPIRED);
    }

    private static List<Reservation> end(
            Transaction tx, BeadId agentBead, Predicate<Reservation> over, Release why) {
        Held held = Held.of(tx.get(agentBead));
        List<Reservation> ended = held.those(over);
        if (!ended.isEmpty()) {
            tx.update(Held.ASPECT.set(tx.get(agentBead), new Held(held.those(over.negate()))));
        }
        Map<BeadId, List<Reservation>> byBead = new LinkedHashMap<>();
        ended.forEach(it -> byBead.computeIfAbsent(it.bead(), _ -> new ArrayList<>()).add(it));
        byBead.forEach((bead, all) ->
                Events.emit(
                        tx,
                        new TownEvent.FilesReleased(
                                bead,
                                all.getFirst().rig(),
                                all.getFirst().agent(),
                                texts(all),
                                why)));
        return ended;
    }

    private static List<String> texts(List<Reservation> all) {
        return all.stream().map(it -> it.paths().text()).toList();
    }
}
