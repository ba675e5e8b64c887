package dev.townhall.core.tool;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.reservation.PathPattern;
import dev.townhall.core.reservation.Reservation;
import dev.townhall.core.reservation.Reservations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Saying which files one is about to change, and hearing of others who are.
final class FileTools {
    private static final int PATHS_MAX = 10;
    private static final int LISTED_MAX = 50;

    private FileTools() {}

    static List<Tool> all() {
        return List.of(
                Tool.writes(
                        "reserve_files",
                        "Tell the agents of your rig which files you are about to change, and hear"
                                + " who else changes them. It locks nothing and ends with the work on"
                                + " your hook. Without paths: who holds what.",
                        Fields.of(
                                new Field.Texts(
                                        "paths",
                                        "from the tree's root: pom.xml, src/api/, src/**/*.sql",
                                        PATHS_MAX,
                                        PathPattern.CHARS_MAX),
                                new Field.Whole(
                                        "minutes",
                                        "how long, default 60",
                                        1,
                                        (int) Reservations.LONGEST.toMinutes(),
                                        false),
                                new Field.Flag(
                                        "release", "give them back; without paths all of yours")),
                        List.of(AgentRole.POLECAT, AgentRole.CREW),
                        FileTools::reserve));
    }

    private static String reserve(Transaction tx, Tool.Call call) {
        Credential who = call.who();
        List<PathPattern> paths =
                call.with().texts("paths").stream().map(PathPattern::typed).toList();
        if (call.with().flag("release")) {
            Check.that(!call.with().has("minutes"), "What is given back has no 'minutes'.");
            return released(Reservations.giveBack(tx, who.agentBead(), paths));
        }
        RigName rig = Reach.of(tx, call).rig(Optional.empty()).name();
        if (paths.isEmpty()) {
            return listed(tx, rig);
        }
        return told(
                Reservations.reserve(
                        tx,
                        who.agentBead(),
                        who.fence(),
                        rig,
                        paths,
                        Duration.ofMinutes(
                                call.with()
                                        .number(
                                                "minutes",
                                                (int) Reservations.DEFAULT.toMinutes()))));
    }

    private static String told(Reservations.Outcome outcome) {
        StringBuilder text = new StringBuilder(held(outcome.given()));
        if (outcome.taken().isEmpty()) {
            return text.append("Nobody else on your rig holds any of it.").toString();
        }
        for (Reservations.Clash clash : outcome.taken()) {
            text.append(
                    Said.of(
                            "Not reserved: '%s' meets what %s holds for %s until %s"
                                    .formatted(
                                            Said.line(clash.asked().text()),
                                            clash.other().agent(),
                                            clash.other().bead(),
                                            Said.at(clash.other().until())),
                            clash.other().agent().text(),
                            clash.other().paths().text()));
        }
        return text.append(
                        "Do first what is elsewhere, or write to them (mail_send). If your bead needs"
                                + " those files now, change them all the same, as little as you can:"
                                + " nothing is locked, and both changes meet when they are merged.")
                .toString();
    }

    private static String released(List<Reservation> released) {
        return released.isEmpty()
                ? "You held nothing of that."
                : "Given back: " + paths(released) + ".";
    }

    private static String listed(LedgerView view, RigName rig) {
        List<Reservation> all = Reservations.on(view, rig);
        if (all.isEmpty()) {
            return "Nobody on rig %s holds files.".formatted(rig);
        }
        String text = held(all.stream().limit(LISTED_MAX).toList());
        return all.size() > LISTED_MAX ? text + "and " + (all.size() - LISTED_MAX) + " more" : text;
    }

    /// Who holds what, a few lines each; nothing for nothing.
    static String held(List<Reservation> all) {
        return all.stream()
                .map(it ->
                        Said.of(
                                "held for %s until %s".formatted(it.bead(), Said.at(it.until())),
                                it.agent().text(),
                                it.paths().text()))
                .collect(Collectors.joining());
    }

    private static String paths(List<Reservation> all) {
        return all.stream()
                .map(it -> Said.line(it.paths().text()))
                .collect(Collectors.joining(", "));
    }
}
