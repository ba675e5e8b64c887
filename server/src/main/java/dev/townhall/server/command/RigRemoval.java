package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.OpenWork;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Fingerprint;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reception.CrewVerbs;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.talk.Talks;
import dev.townhall.server.up.RunningTown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Removes a rig that rests and whose work is safe elsewhere, with its crew.
final class RigRemoval {
    private static final int OPEN_SHOWN_MAX = 5;

    private final Call call;
    private final RunningTown town;
    private final Rig rig;
    private final Optional<String> discard;
    private final boolean dropOpen;

    /// @param discard the word for exactly what may be lost with it
    /// @param dropOpen whether its plans and open beads are dropped with it
    RigRemoval(Call call, Rig rig, Optional<String> discard, boolean dropOpen) {
        this.call = call;
        this.town = call.town();
        this.rig = rig;
        this.discard = discard;
        this.dropOpen = dropOpen;
    }

    void carryOut() {
        read(view -> {
            refuseWork(view);
            return true;
        });
        refuseLoss();
        Map<BeadId, Long> ended = endSessions();
        if (!ended.isEmpty()) {
            refuseLoss(); // What they wrote until they were over.
        }
        List<Agent> members =
                write(tx -> {
                    refuseWork(tx);
                    refuseTalkSince(tx, ended);
                    OpenWork.of(tx, rig).drop(tx, "its rig was removed");
                    List<Agent> crew = Crews.of(tx, rig.name());
                    for (Agent member : crew) {
                        Talks.stop(tx, talk(member));
                        Crews.removeWithRig(tx, member);
                    }
                    Rigs.remove(tx, rig.name());
                    return crew;
                });
        String crew = members.isEmpty() ? "" : ", and with it its crew: " + names(members);
        call.screen().line("Rig " + rig.name() + " is removed" + crew + ".");
    }

    /// Ends the sessions in which nothing is to be answered, and waits for that. Returns the fencing
    /// numbers they had.
    private Map<BeadId, Long> endSessions() {
        List<Agent> members =
                read(view -> Crews.of(view, rig.name())).stream()
                        .filter(member -> town.town().sessions().containsKey(talk(member)))
                        .toList();
        if (members.isEmpty()) {
            return Map.of();
        }
        call.screen()
                .line(
                        members.size() == 1
                                ? "The session of %s ends first.".formatted(names(members))
                                : "The sessions of %s end first.".formatted(names(members)));
        Map<BeadId, Long> fences =
                write(tx -> {
                    refuseWork(tx);
                    Map<BeadId, Long> now = new LinkedHashMap<>();
                    for (Agent member : members) {
                        Talks.stop(tx, talk(member));
                        now.put(talk(member), Hooks.of(tx, talk(member)).fence());
                    }
                    return now;
                });
        members.forEach(member -> new CrewTalking(call, member).awaitStopped());
        return fences;
    }

    private static void refuseTalkSince(LedgerView view, Map<BeadId, Long> ended) {
        ended.forEach((talk, fence) -> {
            if (Hooks.of(view, talk).fence() != fence) {
                throw TownException.wrongState(
                        "The rig is not removed, because somebody talked with its crew just now. Try again.");
            }
        });
    }

    private void refuseWork(LedgerView view) {
        List<String> kept = Loaded.in(view, rig);
        if (!kept.isEmpty()) {
            throw TownException.wrongState(
                    "Rig %s is not removed, because it is at work: %s"
                            .formatted(rig.name(), String.join("; ", kept)));
        }
        if (!dropOpen) {
            refuseOpen(OpenWork.of(view, rig));
        }
    }

    /// Work is never left without a rig: it is finished, dropped one by one, or dropped with it.
    private void refuseOpen(OpenWork open) {
        if (open.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        named(open.plans(), "plan")
                .ifPresent(it -> lines.add(it + " not launched (`gt convoy drop ID`)"));
        named(open.beads(), "bead").ifPresent(it -> lines.add(it + " open (`gt drop ID`)"));
        throw TownException.wrongState(
                "Rig %s is not removed, because work would be left without a rig: %s. To drop all of it with the rig: `gt rig remove %s --drop-open`."
                        .formatted(rig.name(), String.join("; ", lines), rig.name()));
    }

    /// `2 beads (sh-1, sh-2) are`.
    private static Optional<String> named(List<BeadId> ids, String noun) {
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        String shown =
                ids.stream()
                        .limit(OPEN_SHOWN_MAX)
                        .map(BeadId::text)
                        .collect(Collectors.joining(", "));
        String more = ids.size() > OPEN_SHOWN_MAX ? ", …" : "";
        return Optional.of(
                "%s %s (%s%s) %s"
                        .formatted(
                                ids.size(),
                                ids.size() == 1 ? noun : noun + "s",
                                shown,
                                more,
                                ids.size() == 1 ? "is" : "are"));
    }

    /// What is nowhere else goes only by the word for exactly that list: nothing goes unseen.
    private void refuseLoss() {
        if (rig.state() != Rig.State.READY && rig.state() != Rig.State.PARKED) {
            return;
        }
        List<String> lost = town.repository(rig.name()).notSafeElsewhere();
        String word = Fingerprint.of(lost);
        if (lost.isEmpty() || discard.equals(Optional.of(word))) {
            return;
        }
        String changed = discard.isPresent() ? " That is not what was listed before." : "";
        throw TownException.wrongState(
                "Rig %s is not removed, because something would be lost: %s.%s To lose it for good: `gt rig remove %s%s --discard %s`."
                        .formatted(
                                rig.name(),
                                String.join("; ", lost),
                                changed,
                                rig.name(),
                                dropOpen ? " --drop-open" : "",
                                word));
    }

    private static BeadId talk(Agent member) {
        return Talks.beadId(CrewVerbs.thread(member).key());
    }

    private static String names(List<Agent> members) {
        return members.stream().map(Agent::name).collect(Collectors.joining(", "));
    }

    private <T> T read(Function<LedgerView, T> reading) {
        return town.ledger().read(reading);
    }

    private <T> T write(Ledger.Work<T> change) {
        return town.ledger().write(town.owner().actor(), change);
    }
}
