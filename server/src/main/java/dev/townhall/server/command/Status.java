package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Hindrances;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.patrol.TownState;
import dev.townhall.core.question.Interruptions;
import dev.townhall.core.rig.Rigs;
import dev.townhall.server.up.Build;
import dev.townhall.server.up.RunningTown;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The town at one moment: what `gt status` shows.
record Status(
        long pid,
        String version,
        String url,
        String folder,
        String owner,
        Instant startedAt,
        String sandbox,
        List<RigLine> rigs,
        List<AgentLine> agents,
        List<CrewLine> crew,
        List<AccountLine> accounts,
        List<ConvoyLine> convoys,
        int ready,
        List<WaitingLine> waiting,
        Interruptions interruptions,
        List<TownState.Finding> findings) {

    /// @param state `idle`, `working` or `hindered`
    /// @param held why its session is not started yet, if it waits for its turn or for room
    record AgentLine(
            String name,
            String rig,
            String state,
            Optional<String> bead,
            int attempt,
            Instant since,
            int merged,
            int reworked,
            Optional<String> held) {
        static AgentLine of(
                LedgerView view, Agent agent, Map<BeadId, String> waiting, Hindrances hindrances) {
            return switch (Hooks.of(view, agent.beadId())) {
                case Hook.Empty empty ->
                        new AgentLine(
                                agent.actor().text(),
                                agent.rig().text(),
                                "idle",
                                Optional.empty(),
                                0,
                                empty.since(),
                                agent.merged(),
                                agent.reworked(),
                                Optional.empty());
                case Hook.Loaded loaded ->
                        new AgentLine(
                                agent.actor().text(),
                                agent.rig().text(),
                                hindrances.of(loaded.bead()).isPresent() ? "hindered" : "working",
                                Optional.of(loaded.bead().text()),
                                loaded.attempt(),
                                loaded.since(),
                                agent.merged(),
                                agent.reworked(),
                                Optional.ofNullable(waiting.get(agent.beadId())));
            };
        }
    }

    private static final int READY_MAX = 1_000;

    static Status of(RunningTown town) {
        List<AccountLine> accounts = AccountLine.all(town);
        List<CrewLine> crew = CrewLine.all(town);
        Map<BeadId, String> held = town.town().scheduler().waiting();
        return town.ledger()
                .read(view ->
                        new Status(
                                ProcessHandle.current().pid(),
                                Build.version(),
                                town.url().toString(),
                                town.folder().path().toString(),
                                town.owner().name(),
                                town.startedAt(),
                                town.sandbox().description(),
                                Rigs.list(view).stream().map(RigLine::of).toList(),
                                Roster.all(view).stream()
                                        .filter(agent -> agent.role() != AgentRole.CREW)
                                        .filter(agent -> Rigs.find(view, agent.rig()).isPresent())
                                        .map(agent ->
                                                AgentLine.of(
                                                        view, agent, held, Hindrances.in(view)))
                                        .toList(),
                                crew,
                                accounts,
                                openConvoys(view),
                                view.ready(READY_MAX).size(),
                                WaitingLine.all(view),
                                Interruptions.of(view),
                                Patrol.findings(view)));
    }

    private static List<ConvoyLine> openConvoys(LedgerView view) {
        return Convoys.list(view).stream()
                .filter(bead -> !bead.isClosed())
                .filter(bead -> isUnderWay(view, bead))
                .map(bead -> ConvoyLine.of(view, bead))
                .toList();
    }

    private static boolean isUnderWay(LedgerView view, Bead bead) {
        Convoy.State state = Convoys.get(view, bead.id()).state();
        return state == Convoy.State.OPEN || state == Convoy.State.STAGED;
    }

    void show(Screen screen, Instant now) {
        screen.painted(
                screen.paint(Screen.Colour.BOLD, "Town ") + screen.paint(Screen.Colour.CYAN, url));
        screen.line(
                "folder %s, pid %s, version %s, owner %s".formatted(folder, pid, version, owner));
        screen.line(sandbox.startsWith("no sandbox") ? sandbox : "sandbox " + sandbox);
        RigLine.show(screen, rigs);
        showAgents(screen);
        CrewLine.show(screen, crew);
        ConvoyLine.show(screen, convoys);
        WaitingLine.show(screen, waiting, now);
        for (TownState.Finding finding : findings) {
            screen.painted(
                    screen.paint(Screen.Colour.RED, "✗ finding")
                            + screen.paint(
                                    Screen.Colour.PLAIN,
                                    "  " + finding.about() + ": " + finding.text()));
        }
        if (interruptions.asked() > 0) {
            screen.line("interruptions " + interruptions.sentence());
        }
        if (ready > 0) {
            screen.line((ready == 1 ? "1 bead is" : ready + " beads are") + " ready (`gt ready`).");
        }
    }

    private void showAgents(Screen screen) {
        if (agents.isEmpty()) {
            return;
        }
        screen.gap();
        screen.table(
                List.of("WORKER", "STATE", "BEAD", "TRY", "MERGED", "SENT BACK"),
                agents.stream()
                        .map(agent ->
                                List.of(
                                        agent.name(),
                                        agent.state(),
                                        agent.bead().orElse("-"),
                                        agent.attempt() == 0
                                                ? "-"
                                                : Integer.toString(agent.attempt()),
                                        Integer.toString(agent.merged()),
                                        Integer.toString(agent.reworked())))
                        .toList());
        for (AgentLine agent : agents) {
            agent.held()
                    .ifPresent(why ->
                            screen.line("%s waits to be started: %s".formatted(agent.name(), why)));
        }
        accounts.stream()
                .filter(account -> !account.isReady())
                .forEach(account -> screen.line(account.sentence()));
    }
}
