package dev.townhall.core.town;

import dev.townhall.core.account.AccountRest;
import dev.townhall.core.approval.ApprovalExpiry;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.CapReconciler;
import dev.townhall.core.cap.Caps;
import dev.townhall.core.capacity.CapacityReconciler;
import dev.townhall.core.capacity.Scheduler;
import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.chat.DeliveryReconciler;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.chat.Projection;
import dev.townhall.core.chat.Reach;
import dev.townhall.core.convoy.ConvoyReconciler;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.ExpiryReconciler;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.mergequeue.Refinery;
import dev.townhall.core.mergequeue.ShellGates;
import dev.townhall.core.nudge.NudgeExpiry;
import dev.townhall.core.patrol.HeartbeatReconciler;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.patrol.Trespasses;
import dev.townhall.core.prime.Primer;
import dev.townhall.core.question.QuestionExpiry;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.reconcile.Engine;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.reservation.ReservationExpiry;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.RigReconciler;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.session.Agents;
import dev.townhall.core.session.Briefing;
import dev.townhall.core.session.CrewReconciler;
import dev.townhall.core.session.CrewTrees;
import dev.townhall.core.session.PolecatReconciler;
import dev.townhall.core.session.QueueReconciler;
import dev.townhall.core.session.TalkReconciler;
import dev.townhall.core.tool.Credentials;
import dev.townhall.core.tool.Tools;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/// The town: everything wired together, by hand, in one place. [#open] leaves it still;
/// [#start] lets it run on threads of its own, or a simulator steps its [#engine].
public final class Town implements AutoCloseable {
    private final Adapters adapters;
    private final Engine engine;
    private final PolecatReconciler polecats;
    private final QueueReconciler witnesses;
    private final QueueReconciler resolvers;
    private final TalkReconciler talks;
    private final CrewTrees crewTrees;
    private final Reception reception;
    private final Credentials credentials;
    private final Tools tools;
    private final Scheduler scheduler;
    private final Trespasses trespasses;

    private Town(
            Adapters adapters,
            Engine engine,
            PolecatReconciler polecats,
            QueueReconciler witnesses,
            QueueReconciler resolvers,
            TalkReconciler talks,
            CrewTrees crewTrees,
            Reception reception,
            Credentials credentials,
            Tools tools,
            Scheduler scheduler,
            Trespasses trespasses) {
        this.adapters = adapters;
        this.engine = engine;
        this.polecats = polecats;
        this.witnesses = witnesses;
        this.resolvers = resolvers;
        this.talks = talks;
        this.crewTrees = crewTrees;
        this.reception = reception;
        this.credentials = credentials;
        this.tools = tools;
        this.scheduler = scheduler;
        this.trespasses = trespasses;
    }

    /// Wires a town over its adapters. The ledger must not have been written to through another
    /// town in this process.
    public static Town open(TownConfig config, Adapters adapters) {
        Ledger ledger = adapters.ledger();
        Patrol patrol = new Patrol(ledger);
        Trespasses trespasses = new Trespasses(patrol, adapters.time());
        AtomicReference<Engine> wired = new AtomicReference<>();
        Credentials credentials = new Credentials(new SecureRandomness(), adapters.time());
        Adapters.Minds minds = adapters.minds();
        Briefing briefing = new Briefing(new Primer(minds.prompts(), minds.directives()));
        Tools tools =
                new Tools(
                        ledger,
                        credentials,
                        config.approvalExpiry(),
                        config.launch(),
                        Optional.of(briefing));
        Scheduler scheduler =
                new Scheduler(
                        config.capacity(),
                        minds.machine(),
                        adapters.time(),
                        () -> wired.get().wake(CapacityReconciler.NAME, CapacityReconciler.TOWN));
        Caps caps = new Caps(minds.prices(), config.approvalExpiry());
        Agents agents =
                new Agents(
                        minds.host(),
                        credentials,
                        briefing,
                        minds.prices(),
                        scheduler,
                        trespasses,
                        caps,
                        minds.transcripts(),
                        config.approvalExpiry());
        PolecatReconciler.Limits limits =
                new PolecatReconciler.Limits(config.turn(), config.sessionOutputBytesMax());
        PolecatReconciler polecats =
                new PolecatReconciler(
                        ledger,
                        adapters.repositories(),
                        adapters.runtime(),
                        agents,
                        adapters.time(),
                        limits,
                        patrol,
                        agent -> wired.get().wake(PolecatReconciler.NAME, agent.text()));
        QueueReconciler witnesses =
                QueueReconciler.witnesses(
                        ledger,
                        adapters.repositories(),
                        agents,
                        adapters.time(),
                        limits,
                        agent -> wired.get().wake(Hooks.WITNESS_DUTY, agent.text()));
        QueueReconciler resolvers =
                QueueReconciler.resolvers(
                        ledger,
                        adapters.repositories(),
                        agents,
                        adapters.time(),
                        limits,
                        patrol,
                        agent -> wired.get().wake(Hooks.RESOLVER_DUTY, agent.text()));
        List<String> networks = adapters.chats().stream().map(ChatPort::network).toList();
        Posts posts = new Posts(Reach.over(adapters.chats()));
        CrewTrees crewTrees = new CrewTrees(ledger, adapters.repositories());
        TalkReconciler talks =
                new TalkReconciler(
                        ledger,
                        adapters.repositories(),
                        crewTrees,
                        agents,
                        adapters.time(),
                        posts,
                        config.talk(),
                        talk -> wired.get().wake(TalkReconciler.NAME, talk.text()));
        Refinery refinery =
                new Refinery(
                        ledger,
                        adapters.repositories(),
                        adapters.gates(),
                        config.approvalExpiry(),
                        patrol,
                        rig -> wired.get().wake(Refinery.NAME, rig.text()));
        List<Reconciler> reconcilers =
                List.of(
                        new RigReconciler(ledger, adapters.repositories()),
                        new ConvoyReconciler(ledger, config.capacity().polecatsMax()),
                        polecats,
                        witnesses,
                        resolvers,
                        talks,
                        new CrewReconciler(ledger, crewTrees, posts),
                        refinery,
                        new ExpiryReconciler(new ApprovalExpiry(), ledger, adapters.time()),
                        new ExpiryReconciler(new QuestionExpiry(), ledger, adapters.time()),
                        new DeliveryReconciler(ledger, adapters.time(), adapters.chats(), patrol),
                        new ExpiryReconciler(new NudgeExpiry(), ledger, adapters.time()),
                        new ExpiryReconciler(new AccountRest(), ledger, adapters.time()),
                        new ExpiryReconciler(new ReservationExpiry(), ledger, adapters.time()),
                        new CapReconciler(ledger, adapters.time(), caps),
                        new CapacityReconciler(scheduler, patrol),
                        new HeartbeatReconciler(patrol, trespasses));
        Engine engine = new Engine(adapters.time(), reconcilers, patrol, config.retries());
        wired.set(engine);
        ledger.beforeCommit(new Projection(posts));
        ledger.afterCommit(committed -> wake(engine, networks, committed));
        patrol.opened();
        Reception reception = new Reception(ledger, posts);
        return new Town(
                adapters,
                engine,
                polecats,
                witnesses,
                resolvers,
                talks,
                crewTrees,
                reception,
                credentials,
                tools,
                scheduler,
                trespasses);
    }

    /// Lets the town run on threads of its own.
    public void start() {
        engine.start();
    }

    public Engine engine() {
        return engine;
    }

    /// Where messages of people come in.
    public Reception reception() {
        return reception;
    }

    /// The trees of members of crews.
    public CrewTrees crewTrees() {
        return crewTrees;
    }

    /// The tokens of the sessions that are alive.
    public Credentials credentials() {
        return credentials;
    }

    /// What agents can call.
    public Tools tools() {
        return tools;
    }

    /// What runs under which account, and what waits to be started.
    public Scheduler scheduler() {
        return scheduler;
    }

    /// Hears of what somebody tried although it is held from them.
    ///
    /// @param home under which name they entered their surroundings
    /// @param what as the end of "It tried to …"; one of a few
    public void trespassed(String home, String what) {
        trespasses.seen(resident(home), what);
    }

    /// What workers, gates and others were seen to try although it is held from them.
    public Trespasses trespasses() {
        return trespasses;
    }

    /// Who has a home, as findings name them.
    private String resident(String home) {
        return ledger().read(Rigs::list).stream()
                .map(Rig::name)
                .filter(rig -> isOfGates(home, rig))
                .findFirst()
                .map(rig -> rig + "/gates")
                .orElseGet(() -> home.split("@", 2)[0].replace('~', '/'));
    }

    private boolean isOfGates(String home, RigName rig) {
        try {
            return adapters.repositories()
                    .open(rig)
                    .treeForGates()
                    .filter(tree -> ShellGates.home(tree).equals(home))
                    .isPresent();
        } catch (TownException e) {
            return false; // A rig that is not cloned runs no gates.
        }
    }

    public Ledger ledger() {
        return adapters.ledger();
    }

    public Adapters adapters() {
        return adapters;
    }

    /// The fencing numbers of the sessions that live now, by agent.
    public Map<BeadId, Long> sessions() {
        Map<BeadId, Long> fences = new TreeMap<>(polecats.sessions());
        fences.putAll(witnesses.sessions());
        fences.putAll(resolvers.sessions());
        fences.putAll(talks.sessions());
        return fences;
    }

    /// Stops what runs. Hooks stay loaded: the next start goes on with them.
    @Override
    public void close() {
        engine.close();
        polecats.close();
        witnesses.close();
        resolvers.close();
        talks.close();
    }

    private static void wake(Engine engine, List<String> networks, Ledger.Committed committed) {
        engine.changed(texts(committed.beads()));
        if (!committed.conversations().isEmpty()) {
            networks.forEach(network -> engine.wake(DeliveryReconciler.NAME, network));
        }
    }

    private static Set<String> texts(Set<BeadId> beads) {
        Set<String> texts = new LinkedHashSet<>();
        beads.forEach(bead -> texts.add(bead.text()));
        return texts;
    }
}
