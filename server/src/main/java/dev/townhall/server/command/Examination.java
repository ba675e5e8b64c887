package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares what the town holds with itself and with its repositories. Changes nothing.
final class Examination {
    /// A loaded hook that waits longer than this for its session is not just about to get one.
    private static final Duration SESSION_WITHIN = Duration.ofMinutes(2);

    /// A post that is due longer than this is not just on its way.
    private static final Duration DELIVERED_WITHIN = Duration.ofMinutes(2);

    private static final int DEAD_LETTERS_MAX = 100;
    private static final List<String> NETWORKS = List.of("web", "slack", "matrix");

    private final Ledger ledger;
    private final Repositories repositories;
    private final Time time;
    private final Optional<Map<BeadId, Long>> sessions;
    private final List<Found> found = new ArrayList<>();

    /// Something wrong.
    ///
    /// @param check `ledger`, `repository`, `hook`, `work`, `outbox`, `settings` or `finding`
    record Found(String check, String about, String text) {
        boolean isSameAs(Found other) {
            return check.equals(other.check) && about.equals(other.about);
        }
    }

    /// @param sessions the fencing numbers of live sessions by agent, where the town is up
    Examination(
            Ledger ledger,
            Repositories repositories,
            Time time,
            Optional<Map<BeadId, Long>> sessions) {
        this.ledger = ledger;
        this.repositories = repositories;
        this.time = time;
        this.sessions = sessions;
    }

    List<Found> all() {
        ledger.check().forEach(problem -> add("ledger", "ledger.db", problem));
        ledger.read(view -> {
            hooks(view);
            requests(view);
            Patrol.findings(view).forEach(each -> add("finding", each.about(), each.text()));
            return true;
        });
        outbox();
        for (Rig rig : ledger.read(Rigs::list)) {
            if (rig.state() == Rig.State.READY || rig.state() == Rig.State.PARKED) {
                repository(rig);
            } else if (rig.state() == Rig.State.FAILED) {
                add("repository", rig.name().text(), "it could not be cloned: " + rig.problem());
            }
        }
        return List.copyOf(found);
    }

    private void hooks(LedgerView view) {
        Map<BeadId, Agent> holders = new LinkedHashMap<>();
        for (Agent agent : Roster.all(view)) {
            Hook hook = Hooks.of(view, agent.beadId());
            if (hook instanceof Hook.Loaded loaded) {
                Agent other = holders.putIfAbsent(loaded.bead(), agent);
                if (other != null) {
                    add(
                            "hook",
                            loaded.bead().text(),
                            "it is on two hooks: %s and %s"
                                    .formatted(other.actor(), agent.actor()));
                }
                loaded(view, agent, loaded);
            }
            session(agent, hook);
        }
        for (Bead bead : view.ofType(Bead.TASK)) {
            if (bead.status().equals(BeadStatus.HOOKED) && !holders.containsKey(bead.id())) {
                add("hook", bead.id().text(), "it is hooked, but on nobody's hook");
            }
        }
    }

    private void loaded(LedgerView view, Agent agent, Hook.Loaded loaded) {
        Optional<Bead> bead = view.find(loaded.bead());
        BeadStatus expected = agent.servesTheQueue() ? BeadStatus.IN_PROGRESS : BeadStatus.HOOKED;
        if (bead.isEmpty() || !bead.get().status().equals(expected)) {
            add(
                    "hook",
                    agent.actor().text(),
                    "%s is on its hook and is %s"
                            .formatted(
                                    loaded.bead(),
                                    bead.map(each -> each.status().text()).orElse("no bead")));
        }
        Rig rig = Rigs.find(view, agent.rig()).orElse(null);
        boolean working = rig != null && rig.state() == Rig.State.READY;
        Instant patient = time.now().minus(SESSION_WITHIN);
        boolean waitsLong = loaded.since().isBefore(patient);
        sessions.filter(live -> working && waitsLong && !live.containsKey(agent.beadId()))
                .ifPresent(live ->
                        add(
                                "hook",
                                agent.actor().text(),
                                "%s is on its hook since %s, and no session runs"
                                        .formatted(loaded.bead(), loaded.since())));
    }

    private void session(Agent agent, Hook hook) {
        Optional<Long> fence =
                sessions.map(live -> live.getOrDefault(agent.beadId(), hook.fence()));
        if (fence.isPresent() && fence.get() > hook.fence()) {
            add(
                    "hook",
                    agent.actor().text(),
                    "its session has fencing number %s, its hook only %s"
                            .formatted(fence.get(), hook.fence()));
        }
    }

    private void requests(LedgerView view) {
        for (Bead bead : view.ofType(Bead.MERGE_REQUEST)) {
            MergeRequest request = MergeRequests.get(view, bead.id());
            Bead source = view.get(request.bead());
            if (!request.phase().isOver() && source.isClosed()) {
                add("work", bead.id().text(), request.bead() + " is closed, its request is not");
            }
        }
    }

    private void outbox() {
        ledger.deadLetters(DEAD_LETTERS_MAX)
                .forEach(due ->
                        add(
                                "outbox",
                                due.post().key(),
                                "it was given up on %s: %s"
                                        .formatted(
                                                due.delivery().network(), due.delivery().error())));
        if (sessions.isEmpty()) {
            return;
        }
        Instant patient = time.now().minus(DELIVERED_WITHIN);
        for (String network : NETWORKS) {
            for (Ledger.Due due : ledger.due(network, patient, DEAD_LETTERS_MAX)) {
                if (due.post().updatedAt().isBefore(patient)) {
                    add("outbox", due.post().key(), "it is due on " + network + " for long");
                }
            }
        }
    }

    private void repository(Rig rig) {
        String name = rig.name().text();
        try {
            RigRepository repository = repositories.open(rig.name());
            repository.check().forEach(problem -> add("repository", name, problem));
            merged(rig, repository);
        } catch (TownException e) {
            add("repository", name, String.valueOf(e.getMessage()));
        }
    }

    /// Every bead closed by a commit has it on the target.
    private void merged(Rig rig, RigRepository repository) {
        List<Bead> closed =
                ledger.read(view ->
                        view.ofType(Bead.TASK).stream()
                                .filter(Bead::isClosed)
                                .filter(bead -> isMergedIn(bead, rig))
                                .toList());
        for (Bead bead : closed) {
            String commit = Work.ASPECT.of(bead).map(Work::commit).orElse("");
            if (!repository.targetContains(new CommitId(commit))) {
                add(
                        "work",
                        bead.id().text(),
                        "it was merged as %s, which is not on %s"
                                .formatted(Words.commit(commit), rig.target()));
            }
        }
    }

    private static boolean isMergedIn(Bead bead, Rig rig) {
        Optional<Work> work = Work.ASPECT.of(bead);
        return work.isPresent()
                && work.get().rig().equals(rig.name())
                && !work.get().commit().isEmpty();
    }

    private void add(String check, String about, String text) {
        found.add(new Found(check, about, text));
    }
}
