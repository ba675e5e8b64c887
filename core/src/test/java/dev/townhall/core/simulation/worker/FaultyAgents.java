package dev.townhall.core.simulation.worker;

import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.simulation.check.Violation;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The agents as one life of the town reaches them: a start may fail, a call may be the last one.
/// Sees to it that no two sessions work in one folder.
public final class FaultyAgents implements AgentRuntime {
    private final AgentRuntime agents;
    private final Boundary boundary;
    private final Map<Path, AgentSession> working = new LinkedHashMap<>();

    public FaultyAgents(AgentRuntime agents, Boundary boundary) {
        this.agents = agents;
        this.boundary = boundary;
    }

    @Override
    public String name() {
        return agents.name();
    }

    @Override
    public Capabilities capabilities() {
        return agents.capabilities();
    }

    @Override
    public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
        String what = "agent.start " + start.agent().shortName() + " " + start.bead();
        return boundary.call(
                what,
                () -> {
                    boundary.mayFail(Fault.SESSION_NOT_STARTED, what);
                    AgentSession session = agents.start(start, updates);
                    AgentSession other = working.put(start.folder(), session);
                    Violation.unless(
                            other == null || !other.isAlive(),
                            "two sessions work in %s at once",
                            start.folder());
                    return new Reached(session, start, boundary);
                });
    }

    private static final class Reached implements AgentSession {
        private final AgentSession session;
        private final SessionStart start;
        private final Boundary boundary;

        Reached(AgentSession session, SessionStart start, Boundary boundary) {
            this.session = session;
            this.start = start;
            this.boundary = boundary;
        }

        @Override
        public void prompt(Turn turn) {
            passing("agent.prompt", () -> session.prompt(turn));
        }

        @Override
        public void cancel() {
            passing("agent.cancel", session::cancel);
        }

        @Override
        public void answer(String permissionId, PermissionAnswer answer) {
            passing("agent.answer", () -> session.answer(permissionId, answer));
        }

        @Override
        public boolean isAlive() {
            return boundary.isAlive() && session.isAlive();
        }

        @Override
        public void close() {
            passing("agent.close", session::close);
        }

        private void passing(String call, Runnable action) {
            boundary.call(
                    call + " " + start.bead(),
                    () -> {
                        action.run();
                        return "";
                    });
        }
    }
}
