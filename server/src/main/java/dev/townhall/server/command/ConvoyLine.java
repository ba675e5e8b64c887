package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.chat.WorkLine;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Hindrances;
import dev.townhall.core.convoy.Launching;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reception.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A convoy as it is shown, with its beads.
///
/// @param state `staged`, `open`, `landed` or `dropped`
/// @param closed how many of its `total` beads are closed by evidence; dropped ones count apart
/// @param waits why nothing of it can be launched or begun now, where that is so
record ConvoyLine(
        String id,
        String title,
        String rig,
        String state,
        boolean paused,
        String owner,
        int total,
        int closed,
        int dropped,
        Optional<String> waits,
        Instant created,
        Optional<Instant> launched,
        Optional<Instant> landed,
        List<BeadLine> beads) {

    /// @param wave from 1
    /// @param status as stored; `blocked` also for an open bead that another one holds up
    /// @param phase where it stands, as the chat's cards say it
    /// @param commit on the target, empty until merged
    /// @param attempts how often it was tried; 0 before the first try
    /// @param hindrance what keeps it from going on, where something does
    record BeadLine(
            String id,
            String title,
            int wave,
            String status,
            String phase,
            String assignee,
            String commit,
            int attempts,
            Optional<String> hindrance) {
        private String phaseInWords() {
            return stage().words();
        }

        private boolean needsPerson() {
            return switch (stage()) {
                case AWAITING_APPROVAL, NEEDS_PERSON, HINDERED -> true;
                default -> false;
            };
        }

        private WorkLine.Stage stage() {
            return WorkLine.Stage.valueOf(phase.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    static ConvoyLine of(LedgerView view, Bead bead) {
        Convoy convoy = Convoys.get(view, bead.id());
        Hindrances hindrances = Hindrances.in(view);
        List<BeadLine> beads = new ArrayList<>();
        for (int wave = 0; wave < convoy.waves().size(); wave++) {
            for (BeadId id : convoy.waves().get(wave)) {
                beads.add(line(view, view.get(id), wave + 1, hindrances));
            }
        }
        Tally tally = Tally.of(view, convoy);
        Optional<String> waits =
                switch (convoy.state()) {
                    case STAGED ->
                            Launching.hindrance(view, convoy)
                                    .or(() -> Launching.standstill(view, convoy));
                    case OPEN -> Launching.standstill(view, convoy);
                    case LANDED, DROPPED -> Optional.empty();
                };
        return new ConvoyLine(
                bead.id().text(),
                bead.title(),
                convoy.rig().text(),
                convoy.state().name().toLowerCase(Locale.ROOT),
                convoy.paused(),
                convoy.owner().text(),
                tally.total(),
                tally.closed(),
                tally.dropped(),
                waits.map(Dialect::terminal),
                bead.createdAt(),
                convoy.launchedAt(),
                convoy.landedAt(),
                beads);
    }

    private static BeadLine line(LedgerView view, Bead bead, int wave, Hindrances hindrances) {
        Optional<Work> work = Work.ASPECT.of(bead);
        WorkLine stands = WorkLine.of(view, bead.id(), hindrances);
        boolean waits = bead.status().equals(BeadStatus.OPEN) && view.isBlocked(bead.id());
        return new BeadLine(
                bead.id().text(),
                bead.title(),
                wave,
                waits ? "blocked" : bead.status().text(),
                Words.lower(stands.stage()),
                bead.assignee(),
                work.map(Work::commit).orElse(""),
                stands.tries(),
                Optional.of(stands.hindered()).filter(why -> !why.isEmpty()));
    }

    static void show(Screen screen, List<ConvoyLine> convoys) {
        if (convoys.isEmpty()) {
            return;
        }
        screen.gap();
        screen.table(
                List.of("CONVOY", "RIG", "STATE", "CLOSED", "TITLE"),
                convoys.stream()
                        .map(convoy ->
                                List.of(
                                        convoy.id(),
                                        convoy.rig(),
                                        convoy.stateInWords(),
                                        convoy.tally(),
                                        convoy.title()))
                        .toList());
    }

    private String stateInWords() {
        String now = paused ? "paused" : state;
        return beads.stream().anyMatch(BeadLine::needsPerson) ? now + ", needs a person" : now;
    }

    boolean isUnderWay() {
        return state.equals("staged") || state.equals("open");
    }

    private String tally() {
        return new Tally(total, closed, dropped).toString();
    }

    void showBeads(Screen screen) {
        screen.painted(
                screen.paint(Screen.Colour.BOLD, id)
                        + screen.paint(
                                Screen.Colour.PLAIN,
                                "  %s  %s  %s/%s closed%s"
                                        .formatted(
                                                rig,
                                                paused ? "paused" : state,
                                                closed,
                                                total,
                                                dropped == 0 ? "" : ", " + dropped + " dropped")));
        screen.line(title);
        waits.ifPresent(screen::line);
        beads.stream()
                .flatMap(bead -> bead.hindrance().stream())
                .distinct()
                .forEach(why -> screen.line("Hindered: " + why));
        screen.line();
        screen.table(
                List.of("WAVE", "BEAD", "PHASE", "WORKER", "TRIES", "COMMIT", "TITLE"),
                beads.stream()
                        .map(bead ->
                                List.of(
                                        Integer.toString(bead.wave()),
                                        bead.id(),
                                        bead.phaseInWords(),
                                        bead.assignee().isEmpty() ? "-" : bead.assignee(),
                                        bead.attempts() == 0
                                                ? "-"
                                                : Integer.toString(bead.attempts()),
                                        Words.commit(bead.commit()),
                                        bead.title()))
                        .toList());
    }
}
