package dev.townhall.core.tool;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.Witnessing;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.talk.Message;
import dev.townhall.core.talk.Talks;
import dev.townhall.core.testing.TalkingTown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A [TalkingTown] with agents: on each rig the polecat nux, on shop furiosa too, in its crew max, and on shop one agent of every role,
/// each with a session. Workers have the bead `sh-on-<role>` on their hook. On each rig lie
/// `<prefix>-free` (not on order), `<prefix>-other` (likewise), `<prefix>-ordered` (on order,
/// nobody's) and the epic `<prefix>-epic`.
public final class ToolTown {
    public static final RigName SHOP = TalkingTown.SHOP;
    public static final RigName BOX = TalkingTown.BOX;
    public static final long FENCE = 3;
    private static final String TALK = "inbox:ada";
    private static final String CREW_TALK = "crew:" + Agent.crewBead(SHOP, "max");

    public final TalkingTown town = new TalkingTown();
    public final Credentials credentials =
            new Credentials(new SecureRandomness(), new SystemTime());
    public final Tools tools =
            new Tools(
                    town.ledger(),
                    credentials,
                    Duration.ofHours(24),
                    Tools.Launch.BY_PEOPLE,
                    Optional.of((view, who) -> "You are " + who.agent() + "."));

    public ToolTown() {
        town.write(tx -> {
            work(tx, SHOP, "sh");
            work(tx, BOX, "bo");
            Roster.recruit(tx, SHOP);
            Roster.recruit(tx, SHOP);
            Roster.recruit(tx, BOX);
            Crews.add(tx, Rigs.get(tx, SHOP), "max", Optional.empty());
            talk(tx, AgentRole.MAYOR, "ada");
            talk(tx, AgentRole.CREW, "ada");
            for (AgentRole role : AgentRole.values()) {
                agent(tx, role);
            }
        });
    }

    private static void work(Transaction tx, RigName rig, String prefix) {
        bead(tx, prefix + "-free", Bead.TASK);
        bead(tx, prefix + "-other", Bead.TASK);
        bead(tx, prefix + "-epic", Bead.EPIC);
        bead(tx, prefix + "-ordered", Bead.TASK);
        Works.order(tx, new BeadId(prefix + "-ordered"), Work.fresh(rig, Optional.<BeadId>empty()));
    }

    private static void bead(Transaction tx, String id, String type) {
        tx.create(Bead.fresh(new BeadId(id), type, "The bead " + id, tx.actor(), tx.now()));
    }

    private static void agent(Transaction tx, AgentRole role) {
        BeadId id = agentBead(role);
        if (tx.find(id).isEmpty()) {
            tx.create(Bead.fresh(id, Bead.AGENT, "Agent " + id, tx.actor(), tx.now()));
        }
        Hook.Empty empty = new Hook.Empty(FENCE - 1, tx.now());
        Hook hook = new Hook.Empty(FENCE, tx.now());
        if (role == AgentRole.WITNESS) {
            BeadId work = onHook(role);
            bead(tx, work.text(), Bead.TASK);
            Works.order(tx, work, Work.fresh(SHOP, Optional.<BeadId>empty()));
            MergeRequests.submit(tx, toBeJudged(tx, work));
            hook = empty.load(work, Optional.empty(), 1, tx.now()).started(tx.now());
        }
        if (Tool.WORKERS.contains(role)) {
            BeadId work = onHook(role);
            bead(tx, work.text(), Bead.TASK);
            Works.order(tx, work, Work.fresh(SHOP, Optional.<BeadId>empty()));
            tx.update(
                    tx.get(work)
                            .moved(BeadStatus.HOOKED, tx.now())
                            .withAssignee(actor(role).text()));
            hook = empty.load(work, Optional.empty(), 1, tx.now()).started(tx.now());
        }
        tx.update(Hook.ASPECT.set(tx.get(id), hook));
    }

    /// The session of the mayor or of the crew answers somebody now.
    private static void talk(Transaction tx, AgentRole role, String person) {
        BeadId id = agentBead(role);
        Talks.hear(
                tx,
                role == AgentRole.MAYOR ? TALK : CREW_TALK,
                actor(role),
                role,
                new Message("in:web:1", Actor.overseer(person), "Where are we?", tx.now()));
        tx.update(Hook.ASPECT.set(tx.get(id), new Hook.Empty(FENCE, tx.now())));
        Talks.take(tx, id, FENCE);
    }

    /// Another person is answered by the mayor's session, instead of ada.
    public void answers(String person) {
        answers(AgentRole.MAYOR, person);
    }

    /// Another person is answered by the session of the mayor or of the crew, instead of ada.
    public void answers(AgentRole role, String person) {
        answersNobody(role);
        town.write(tx -> talk(tx, role, person));
    }

    /// The session of the mayor or of the crew has answered.
    public void answersNobody(AgentRole role) {
        town.write(tx -> Talks.conclude(tx, agentBead(role), true));
    }

    private static MergeRequest toBeJudged(Transaction tx, BeadId work) {
        return new MergeRequest(
                MergeRequest.Phase.WITNESSING,
                SHOP,
                work,
                Optional.empty(),
                Actor.polecat(SHOP, "nux"),
                "polecat/nux/" + work,
                "a",
                "b",
                false,
                Optional.empty(),
                false,
                "",
                tx.now(),
                Optional.of(
                        new Witnessing("all of it", 1, 1, 0, List.of("a +1 -0"), Optional.empty())),
                Optional.empty());
    }

    public static BeadId onHook(AgentRole role) {
        return new BeadId("sh-on-" + role.word());
    }

    public static BeadId agentBead(AgentRole role) {
        return switch (role) {
            case POLECAT -> Agent.polecatBead(SHOP, "nux");
            case MAYOR -> Talks.beadId(TALK);
            case CREW -> Talks.beadId(CREW_TALK);
            case DEACON, DOG, WITNESS, REFINERY -> new BeadId("hq-" + role.word());
        };
    }

    public static Actor actor(AgentRole role) {
        return switch (role) {
            case MAYOR -> Actor.MAYOR;
            case DEACON -> new Actor("deacon");
            case DOG -> new Actor("dogs/rex");
            case WITNESS -> new Actor("shop/witness");
            case REFINERY -> new Actor("shop/refinery");
            case POLECAT -> Actor.polecat(SHOP, "nux");
            case CREW -> Actor.crew(SHOP, "max");
        };
    }

    /// The dog works for shop just now; mayor and deacon belong to no rig.
    public static Credential credential(AgentRole role) {
        boolean ofTown = role == AgentRole.MAYOR || role == AgentRole.DEACON;
        return new Credential(
                actor(role),
                role,
                ofTown ? Optional.empty() : Optional.of(SHOP),
                agentBead(role),
                FENCE);
    }

    /// A session of that role that is alive.
    public Credential alive(AgentRole role) {
        Credential credential = credential(role);
        credentials.issue(credential);
        return credential;
    }

    /// Another session took over from the one with [#FENCE].
    public void supersede(AgentRole role) {
        town.write(tx -> {
            Bead bead = tx.get(agentBead(role));
            Hook next =
                    switch (Hook.ASPECT.of(bead).orElseThrow()) {
                        case Hook.Loaded loaded -> loaded.superseded();
                        case Hook.Empty empty -> new Hook.Empty(empty.fence() + 1, tx.now());
                    };
            tx.update(Hook.ASPECT.set(bead, next));
        });
    }

    public ToolAnswer call(Credential who, String tool, String arguments) {
        return tools.call(who, tool, Json.parse(arguments));
    }

    /// Every bead there is.
    public Map<BeadId, Bead> beads() {
        return town.read(view -> {
            Map<BeadId, Bead> all = new TreeMap<>();
            view.idsStartingWith("", 10_000).forEach(id -> all.put(id, view.get(id)));
            return all;
        });
    }

    /// A mark that changes with every event and post.
    public String marks() {
        return town.read(view -> view.lastEvent() + " " + view.beadCount())
                + " "
                + town.ledger().lastChange();
    }
}
