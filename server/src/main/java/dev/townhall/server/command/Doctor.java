package dev.townhall.server.command;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Limits;
import dev.townhall.core.foundation.process.Sandbox;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.worktree.GitRepositories;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.TownFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks for what is wrong: in the running town, or, where it is down, in its folder.
final class Doctor {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Call call;

    Doctor(Call call) {
        this.call = call;
    }

    int run(boolean json) {
        List<Examination.Found> found =
                call.running().isPresent() ? lasting(call.running().get()) : stopped();
        Sandbox sandbox =
                call.running().isPresent()
                        ? call.running().get().sandbox()
                        : Sandbox.find(System.getenv(), List.of(call.townFolder()));
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("clean", found.isEmpty());
            answer.put("running", call.running().isPresent());
            answer.put("sandbox", sandbox.description());
            answer.put("limits", Limits.description());
            answer.put("findings", found);
            call.screen().json(answer);
        } else if (found.isEmpty()) {
            String where = call.running().isPresent() ? "" : " (it is down)";
            call.screen().line("All is well in " + call.townFolder() + where + ".");
        } else {
            for (Examination.Found each : found) {
                call.screen()
                        .painted(
                                call.screen().paint(Screen.Colour.RED, "✗ " + each.check())
                                        + call.screen()
                                                .paint(
                                                        Screen.Colour.PLAIN,
                                                        "  " + each.about() + ": " + each.text()));
            }
        }
        if (!json) {
            call.running().ifPresent(this::unproved);
        }
        if (!json) {
            call.screen().line("Limits: %s.".formatted(Limits.description()));
        }
        if (!json && sandbox.problem().isPresent()) {
            call.screen()
                    .line(
                            "Workers and gates run with %s Rigs that require one wait."
                                    .formatted(sandbox.description()));
        }
        return found.isEmpty() ? Exit.OK : Exit.FAILED;
    }

    /// No finding: whoever wants it so may have it so.
    private void unproved(RunningTown town) {
        for (Rig rig : town.ledger().read(Rigs::list)) {
            rig.unproved()
                    .ifPresent(note ->
                            call.screen().line("Note on rig %s: %s".formatted(rig.name(), note)));
        }
    }

    /// A town at work is looked at part by part: what stands between two parts is seen once only.
    private List<Examination.Found> lasting(RunningTown town) {
        List<Examination.Found> found = running(town);
        if (found.isEmpty()) {
            return found;
        }
        call.pause(LOOK_AGAIN);
        List<Examination.Found> again = running(town);
        return again.stream().filter(each -> found.stream().anyMatch(each::isSameAs)).toList();
    }

    private static List<Examination.Found> running(RunningTown town) {
        // Who waits to be started lacks nothing; `gt status` says what it waits for.
        Map<BeadId, Long> sessions = new TreeMap<>(town.town().sessions());
        town.town()
                .scheduler()
                .waiting()
                .keySet()
                .forEach(agent -> sessions.putIfAbsent(agent, 0L));
        return with(
                SettingsCheck.of(town.ledger(), town.folder().path()),
                new Examination(
                                town.ledger(),
                                town.town().adapters().repositories(),
                                town.time(),
                                Optional.of(sessions))
                        .all());
    }

    private List<Examination.Found> stopped() {
        TownFolder folder = new TownFolder(call.townFolder());
        if (!folder.isTown()) {
            throw TownException.notFound(
                    "There is no town in %s. `gt init` makes one.".formatted(folder.path()));
        }
        Config.of(folder.path());
        Time time = new SystemTime();
        folder.make();
        try (Ledger ledger = SqliteLedger.open(folder.ledger(), time, new SecureRandomness());
                SystemProcesses processes = SystemProcesses.grouped();
                GitRepositories repositories = repositories(folder, processes, time)) {
            return with(
                    SettingsCheck.of(ledger, folder.path()),
                    new Examination(ledger, repositories, time, Optional.empty()).all());
        }
    }

    private static List<Examination.Found> with(
            List<Examination.Found> settings, List<Examination.Found> others) {
        List<Examination.Found> all = new ArrayList<>(settings);
        all.addAll(others);
        return List.copyOf(all);
    }

    private static GitRepositories repositories(
            TownFolder folder, SystemProcesses processes, Time time) {
        return new GitRepositories(folder.rigs(), processes, time, System.getenv());
    }
}
