package dev.townhall.core.mergequeue;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.bead.Script;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.foundation.text.Clipped;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest.Phase;
import dev.townhall.core.mergequeue.MergeRequests.Queued;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Plants;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Merges submitted work of one rig: takes the oldest requests, stacks them in memory on the
/// present target, proves the result with the rig's gates, and pushes it as a fast-forward.
///
/// A red batch is halved until the culprit stands alone; only that one is sent back. Nothing is
/// pushed that was not proved, and nothing is recorded as merged that is not on the target.
public final class Refinery implements Reconciler {
    public static final String NAME = "refinery";

    private static final int BATCH_MAX = 16;
    private static final int LOG_CHARS_MAX = 4_000;
    private static final int COMMAND_CHARS_MAX = 200;

    private final Ledger ledger;
    private final Repositories repositories;
    private final GateRunner gates;
    private final MergeApprovals approvals;
    private final Landing landing;
    private final Plants plants;
    private final Consumer<RigName> wake;

    /// Proofs under way; lost in a crash and then begun again.
    private final Map<RigName, Proof> proofs = new ConcurrentHashMap<>();

    private final Map<RigName, Integer> batchLimits = new ConcurrentHashMap<>();

    /// Whose last push was refused: until one gets through, nothing is got by.
    private final Set<RigName> refused = ConcurrentHashMap.newKeySet();

    /// @param findings hears of what gates planted
    /// @param wake asks the engine to look at a rig again, from any thread
    public Refinery(
            Ledger ledger,
            Repositories repositories,
            GateRunner gates,
            Duration approvalExpiry,
            Findings findings,
            Consumer<RigName> wake) {
        this.ledger = ledger;
        this.repositories = repositories;
        this.gates = gates;
        this.approvals = new MergeApprovals(ledger, approvalExpiry);
        this.landing = new Landing(ledger);
        this.plants = new Plants(findings);
        this.wake = wake;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view -> Rigs.list(view).stream().map(rig -> rig.name().text()).toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        return ledger.read(view ->
                view.find(new BeadId(changedBead)).stream()
                        .flatMap(bead -> RigOf.mergeRelated(bead).stream())
                        .map(RigName::text)
                        .toList());
    }

    @Override
    public Outcome reconcile(String key) {
        RigName name = new RigName(key);
        Optional<Rig> rig = ledger.read(view -> Rigs.find(view, name));
        if (rig.isEmpty() || rig.get().state() != Rig.State.READY) {
            endProof(name);
            return Outcome.settled();
        }
        if (ledger.read(view -> MergeRequests.open(view, name).isEmpty())) {
            endProof(name);
            return Outcome.settled();
        }
        RigRepository repository = repositories.open(name);
        landing.recover(rig.get(), repository);
        approvals.review(rig.get(), repository);
        Proof proof = proofs.get(name);
        return proof == null ? begin(rig.get(), repository) : judge(rig.get(), repository, proof);
    }

    private Outcome begin(Rig rig, RigRepository repository) {
        Optional<String> refusal =
                rig.gates().isEmpty()
                        ? Optional.empty()
                        : gates.refusal(rig.sandboxing().confinement());
        if (refusal.isPresent()) {
            return new Outcome.Hindered(
                    "The gates of %s are not run: %s".formatted(rig.name(), refusal.get()));
        }
        List<Queued> batch = ledger.write(Actor.TOWN, tx -> takeBatch(tx, rig));
        if (batch.isEmpty()) {
            return Outcome.settled();
        }
        CommitId target = repository.fetch();
        RigRepository.Stack stack =
                repository.stack(target, batch.stream().map(Refinery::candidate).toList());
        List<Proof.Part> parts =
                ledger.write(
                        Actor.refinery(rig.name()),
                        tx -> sort(tx, repository, target, stack, batch));
        if (parts.isEmpty()) {
            return Outcome.again(Duration.ZERO);
        }
        Proof proof = new Proof(target, stack.tip(), parts);
        if (rig.gates().isEmpty()) {
            proof.finish(
                    new GateRunner.GateResult(GateRunner.Verdict.GREEN, "", "", Duration.ZERO));
        } else {
            Path tree = repository.checkoutForGates(stack.tip());
            proof.running(
                    gates.start(
                            tree,
                            rig.gates(),
                            rig.sandboxing()
                                    .confinement()
                                    .alsoWritable(tree)
                                    .alsoReadable(repository.objects()),
                            result -> {
                                proof.finish(result);
                                wake.accept(rig.name());
                            }));
        }
        proofs.put(rig.name(), proof);
        return judge(rig, repository, proof);
    }

    /// The oldest requests that may go; those a crash left half way are made ready again first.
    private List<Queued> takeBatch(Transaction tx, Rig rig) {
        int limit = batchLimits.getOrDefault(rig.name(), BATCH_MAX);
        List<Queued> batch = new ArrayList<>();
        for (Queued queued : MergeRequests.open(tx, rig.name())) {
            MergeRequest request = queued.request();
            if (request.phase() == Phase.PREPARING) {
                request = request.to(Phase.READY);
                MergeRequests.store(tx, queued.id(), request, "");
            }
            boolean allowed =
                    request.phase() == Phase.READY
                            && (request.approved() || !request.approvalRequired());
            if (allowed && batch.size() < limit) {
                batch.add(new Queued(queued.id(), request));
            }
        }
        return batch;
    }

    /// Sends conflicting requests back, closes those whose change is on the target already, and
    /// marks the rest as being proved.
    private List<Proof.Part> sort(
            Transaction tx,
            RigRepository repository,
            CommitId target,
            RigRepository.Stack stack,
            List<Queued> batch) {
        List<Proof.Part> parts = new ArrayList<>();
        boolean whole =
                batch.stream()
                        .allMatch(queued ->
                                MergeRequests.get(tx, queued.id()).equals(queued.request()));
        if (!whole) {
            // The stack holds work that was withdrawn while it was built: it is planned again.
            return parts;
        }
        CommitId before = target;
        for (int i = 0; i < batch.size(); i++) {
            Queued queued = batch.get(i);
            MergeRequest now = queued.request();
            switch (stack.entries().get(i)) {
                case RigRepository.Conflict conflict when !parts.isEmpty() -> {
                    // What it conflicts with may stand in the unproved stack below it only. Once
                    // that is on the target, a rework starts from it; so it waits for that.
                }
                case RigRepository.Conflict conflict ->
                        Conflicts.settle(tx, queued, target, conflict.files());
                case RigRepository.Empty empty when !parts.isEmpty() -> {
                    // Likewise: nothing is known of it before the stack below is on the target.
                }
                case RigRepository.Empty empty -> {
                    MergeRequests.store(
                            tx, queued.id(), now.to(Phase.MERGED), "already on the target");
                    pushedBefore(repository, now)
                            .ifPresentOrElse(
                                    commit -> Works.merged(tx, now.bead(), commit.text()),
                                    () -> foundMerged(tx, repository, now, target));
                }
                case RigRepository.Clean clean -> {
                    MergeRequest proving = now.to(Phase.PREPARING).stackedAs(clean.commit().text());
                    MergeRequests.store(tx, queued.id(), proving, "");
                    parts.add(new Proof.Part(queued.id(), proving, before, clean.commit()));
                    before = clean.commit();
                }
            }
        }
        return parts;
    }

    private static Optional<CommitId> pushedBefore(RigRepository repository, MergeRequest request) {
        return Optional.of(request.stacked())
                .filter(commit -> !commit.isEmpty())
                .map(CommitId::new)
                .filter(repository::targetContains);
    }

    /// Somebody else made the same change: the last who changed its files.
    private static void foundMerged(
            Transaction tx, RigRepository repository, MergeRequest request, CommitId target) {
        CommitId base = new CommitId(request.base());
        List<String> files =
                repository.diff(base, new CommitId(request.head()), Integer.MAX_VALUE).names();
        RigRepository.Past last =
                repository.history(base, target, files, 1).stream()
                        .findFirst()
                        .orElse(new RigRepository.Past(target, "", Optional.empty()));
        String of =
                last.bead()
                        .filter(bead -> !bead.equals(request.bead()))
                        .map(bead -> " of " + bead)
                        .orElse("");
        Works.foundMerged(
                tx,
                request.bead(),
                last.commit().text(),
                "commit " + last.commit().shortText() + of);
    }

    private Outcome judge(Rig rig, RigRepository repository, Proof proof) {
        Optional<GateRunner.GateResult> result = proof.result();
        if (result.isEmpty()) {
            Duration look = Duration.ofSeconds(30);
            return refused.contains(rig.name()) ? Outcome.again(look) : Outcome.underWay(look);
        }
        proofs.remove(rig.name());
        if (!rig.gates().isEmpty()) {
            tellPlanted(rig.name(), repository);
        }
        return switch (result.get().verdict()) {
            case GREEN -> {
                widen(rig.name());
                yield landed(
                        rig.name(), landing.land(rig, repository, proof, result.get().duration()));
            }
            case RED, COULD_NOT_RUN, NOT_ENDED -> {
                refuse(rig, proof, result.get());
                yield Outcome.again(Duration.ZERO);
            }
        };
    }

    /// Each run of gates begins with a git directory of its own.
    private void tellPlanted(RigName rig, RigRepository repository) {
        String about = rig + "/gates";
        List<String> planted = repository.planted(Actor.refinery(rig));
        if (planted.isEmpty()) {
            plants.forget(about);
        } else {
            plants.tell(about, "While the gates ran,", planted);
        }
    }

    private Outcome landed(RigName rig, Outcome outcome) {
        if (outcome instanceof Outcome.Hindered) {
            refused.add(rig);
        } else if (outcome instanceof Outcome.UnderWay) {
            refused.remove(rig);
        }
        return outcome;
    }

    /// A batch that is not green: halved, or, when it is one request, sent back, or put before a
    /// person where the gate is what is wrong.
    private void refuse(Rig rig, Proof proof, GateRunner.GateResult result) {
        batchLimits.put(rig.name(), Math.max(1, proof.parts().size() / 2));
        ledger.write(
                Actor.refinery(rig.name()),
                tx -> {
                    for (Proof.Part part : proof.stillProving(tx)) {
                        MergeRequest request = MergeRequests.get(tx, part.id());
                        if (proof.parts().size() == 1) {
                            refuse(tx, rig, proof, new Queued(part.id(), request), result);
                        } else {
                            MergeRequests.store(tx, part.id(), request.to(Phase.READY), "");
                        }
                    }
                    return true;
                });
    }

    private static void refuse(
            Transaction tx, Rig rig, Proof proof, Queued queued, GateRunner.GateResult result) {
        String named = named(rig, result);
        String detail = named + "\n" + tail(result.logTail());
        BeadId bead = queued.request().bead();
        switch (result.verdict()) {
            case RED -> {
                // What commands make of the same target fails the same gate in the same way again.
                Optional<String> base =
                        Script.of(tx.get(bead)).map(commands -> proof.target().text());
                sendBack(
                        tx, queued, new Work.Rework(ReworkCause.GATE_RED, List.of(), detail, base));
            }
            case NOT_ENDED ->
                    sendBack(
                            tx,
                            queued,
                            Works.rework(ReworkCause.GATE_COULD_NOT_RUN, List.of(), detail));
            case COULD_NOT_RUN -> {
                fail(tx, queued, ReworkCause.GATE_COULD_NOT_RUN);
                Works.escalate(
                        tx,
                        bead,
                        "A gate of %s could not run, so nothing was proved: %s. Its command is changed with `gt rig set %s --gate CMD`, on the terminal."
                                .formatted(rig.name(), named, rig.name()),
                        Works.rework(ReworkCause.GATE_COULD_NOT_RUN, List.of(), detail));
            }
            case GREEN -> throw new IllegalStateException("What is green is not refused.");
        }
    }

    static void sendBack(Transaction tx, Queued queued, Work.Rework rework) {
        fail(tx, queued, rework.cause());
        Works.sendBack(tx, queued.request().bead(), rework);
    }

    private static void fail(Transaction tx, Queued queued, ReworkCause cause) {
        MergeRequests.store(
                tx,
                queued.id(),
                queued.request().to(Phase.FAILED),
                cause.name().toLowerCase(java.util.Locale.ROOT));
    }

    private void widen(RigName rig) {
        batchLimits.computeIfPresent(rig, (name, limit) -> Math.min(BATCH_MAX, limit * 2));
    }

    private void endProof(RigName rig) {
        Proof proof = proofs.remove(rig);
        if (proof != null) {
            proof.end();
        }
    }

    private static RigRepository.Candidate candidate(Queued queued) {
        MergeRequest request = queued.request();
        return new RigRepository.Candidate(
                request.branch(),
                new CommitId(request.base()),
                new CommitId(request.head()),
                request.worker(),
                request.bead());
    }

    /// The gate that failed, with its command in a line.
    private static String named(Rig rig, GateRunner.GateResult result) {
        return rig.gates().stream()
                .filter(gate -> gate.name().equals(result.failedGate()))
                .map(Gate::command)
                .map(command ->
                        result.failedGate()
                                + ": "
                                + Clipped.to(
                                        COMMAND_CHARS_MAX, command.strip().replace("\n", " ⏎ ")))
                .findFirst()
                .orElse(result.failedGate() + ":");
    }

    private static String tail(String log) {
        return log.length() <= LOG_CHARS_MAX ? log : log.substring(log.length() - LOG_CHARS_MAX);
    }

    /// Which rig's queue a changed bead may move.
    private static final class RigOf {
        private RigOf() {}

        static Optional<RigName> mergeRelated(Bead bead) {
            return switch (bead.type()) {
                case Bead.MERGE_REQUEST -> MergeRequest.ASPECT.of(bead).map(MergeRequest::rig);
                case Bead.RIG -> Rig.ASPECT.of(bead).map(Rig::name);
                case Bead.GATE ->
                        dev.townhall.core.approval.Approval.ASPECT
                                .of(bead)
                                .map(dev.townhall.core.approval.Approval::rig);
                default -> Optional.empty();
            };
        }
    }
}
