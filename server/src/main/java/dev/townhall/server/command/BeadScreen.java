package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.Ledger;
import java.util.List;
import java.util.stream.Collectors;

/// One bead, as `gt show` prints it.
final class BeadScreen {
    private static final int EVENTS_MAX = 10;

    private BeadScreen() {}

    static void show(Screen screen, Ledger ledger, Bead bead) {
        screen.painted(
                screen.paint(Screen.Colour.BOLD, bead.id().text())
                        + screen.paint(
                                Screen.Colour.PLAIN,
                                "  %s  %s  P%s"
                                        .formatted(bead.type(), bead.status(), bead.priority())));
        screen.line(bead.title());
        screen.line();
        field(screen, "created", Words.day(bead.createdAt()) + " by " + bead.createdBy());
        field(screen, "worker", bead.assignee());
        bead.closed().ifPresent(at -> field(screen, "closed", Words.day(at)));
        field(screen, "because", bead.closeReason());
        field(screen, "labels", String.join(" ", bead.labels()));
        field(screen, "after", ids(bead.targets(Dependency.BLOCKS)));
        field(screen, "part of", ids(bead.targets(Dependency.PARENT_CHILD)));
        Work.ASPECT.of(bead).ifPresent(work -> work(screen, work));
        if (!bead.description().isBlank()) {
            screen.line();
            screen.line(bead.description());
        }
        events(screen, ledger.eventsAbout(bead.id().text(), EVENTS_MAX));
    }

    private static void work(Screen screen, Work work) {
        field(screen, "rig", work.rig().text());
        field(screen, "convoy", work.convoy().map(BeadId::text).orElse(""));
        field(screen, "try", Integer.toString(work.attempt()));
        work.rework().ifPresent(why -> field(screen, "sent back", Works.sentence(why)));
        field(screen, "request", work.mergeRequest().map(BeadId::text).orElse(""));
        field(screen, "commit", work.commit());
    }

    private static void events(Screen screen, List<EventRecord> events) {
        if (!events.isEmpty()) {
            screen.line();
        }
        for (EventRecord event : events) {
            screen.painted(
                    screen.paint(
                            Screen.Colour.DIM,
                            "%s  %s by %s"
                                    .formatted(
                                            Words.clock(event.at()), event.type(), event.actor())));
        }
    }

    private static String ids(List<BeadId> ids) {
        return ids.stream().map(BeadId::text).collect(Collectors.joining(" "));
    }

    private static void field(Screen screen, String name, String value) {
        if (!value.isBlank()) {
            screen.line("%-10s %s".formatted(name, value));
        }
    }
}
