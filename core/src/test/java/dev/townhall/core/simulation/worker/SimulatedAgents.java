package dev.townhall.core.simulation.worker;

import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.simulation.git.Hosting;
import dev.townhall.core.testing.Dice;
import java.util.function.Consumer;

/// Agents of one life of the town: they work in virtual time, and well, badly or not at all.
public final class SimulatedAgents implements AgentRuntime {
    private final Boundary boundary;
    private final VirtualTime time;
    private final Hosting hosting;
    private final Workshop workshop;
    private final Dice dice;

    public SimulatedAgents(
            Boundary boundary, VirtualTime time, Hosting hosting, Workshop workshop, Dice dice) {
        this.boundary = boundary;
        this.time = time;
        this.hosting = hosting;
        this.workshop = workshop;
        this.dice = dice;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false);
    }

    @Override
    public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
        String what = "agent.start " + start.agent().shortName() + " " + start.bead();
        return boundary.call(
                what,
                () -> {
                    boundary.mayFail(Fault.SESSION_NOT_STARTED, what);
                    SimulatedSession session =
                            new SimulatedSession(
                                    start,
                                    updates,
                                    boundary,
                                    time,
                                    hosting.tree(start.folder()),
                                    workshop,
                                    dice);
                    workshop.begins(start.folder(), session);
                    session.begin(boundary.strikes(Fault.SESSION_NOT_STARTED, what));
                    return session;
                });
    }
}
