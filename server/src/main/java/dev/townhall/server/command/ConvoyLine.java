package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A convoy as it is shown, with its beads.
///
/// @param state `staged`, `open`, `landed` or `dropped`
/// @param closed how many of its `total` beads are closed
record ConvoyLine(
        String id,
        String title,
        String rig,
        String state,
        boolean paused,
        String owner,
        int total,
        int closed,
        Instant created,
        Optional<Instant> launched,
        Optional<Instant> landed,
        List<BeadLine> beads) {

    /// @param wave from 1
    /// @param status as stored; `blocked` also for an open bead that another one holds up
    /// @param commit on the target, empty until merged
    record BeadLine(
            String id,
            String title,
            int wave,
            String status,
            String assignee,
            String commit,
            int attempts) {}

    static ConvoyLine of(LedgerView view, Bead bead) {
        Convoy convoy = Convoys.get(view, bead.id());
        List<BeadLine> beads = new ArrayList<>();
        for (int wave = 0; wave < convoy.waves().size(); wave++) {
            for (BeadId id : convoy.waves().get(wave)) {
                beads.add(line(view, view.get(id), wave + 1));
            }
        }
        int closed = (int) convoy.beads().stream().filter(id -> view.get(id).isClosed()).count();
        return new ConvoyLine(
                bead.id().text(),
                bead.title(),
                convoy.rig().text(),
                convoy.state().name().toLowerCase(Locale.ROOT),
                convoy.paused(),
                convoy.owner().text(),
                beads.size(),
                closed,
                bead.createdAt(),
                convoy.launchedAt(),
                convoy.landedAt(),
                beads);
    }

    private static BeadLine line(LedgerView view, Bead bead, int wave) {
        Optional<Work> work = Work.ASPECT.of(bead);
        boolean waits = bead.status().equals(BeadStatus.OPEN) && view.isBlocked(bead.id());
        return new BeadLine(
                bead.id().text(),
                bead.title(),
                wave,
                waits ? "blocked" : bead.status().text(),
                bead.assignee(),
                work.map(Work::commit).orElse(""),
                work.map(Work::attempt).orElse(1));
    }

    static void show(Screen screen, List<ConvoyLine> convoys) {
        if (convoys.isEmpty()) {
            return;
        }
        screen.line();
        screen.table(
                List.of("CONVOY", "RIG", "STATE", "CLOSED", "TITLE"),
                convoys.stream()
                        .map(convoy ->
                                List.of(
                                        convoy.id(),
                                        convoy.rig(),
                                        convoy.paused() ? "paused" : convoy.state(),
                                        convoy.closed() + "/" + convoy.total(),
                                        convoy.title()))
                        .toList());
    }

    void showBeads(Screen screen) {
        screen.painted(
                screen.paint(Screen.Colour.BOLD, id)
                        + screen.paint(
                                Screen.Colour.PLAIN,
                                "  %s  %s  %s/%s closed"
                                        .formatted(rig, paused ? "paused" : state, closed, total)));
        screen.line(title);
        screen.line();
        screen.table(
                List.of("WAVE", "BEAD", "STATUS", "WORKER", "TRIES", "COMMIT", "TITLE"),
                beads.stream()
                        .map(bead ->
                                List.of(
                                        Integer.toString(bead.wave()),
                                        bead.id(),
                                        bead.status(),
                                        bead.assignee().isEmpty() ? "-" : bead.assignee(),
                                        Integer.toString(bead.attempts()),
                                        Words.commit(bead.commit()),
                                        bead.title()))
                        .toList());
    }
}
