package dev.townhall.core.runtime;

import dev.townhall.core.testing.Scheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The in-memory twin of every runtime: its agents act as a playbook says, in the scheduler's time.
/// Same playbook, same scheduler: same updates. For one thread; updates are told from the
/// scheduler, never from within a call.
public final class ScriptedRuntime implements AgentRuntime {
    private final Scheduler scheduler;
    private final Tree tree;
    private final Playbook playbook;
    private final List<ScriptedSession> sessions = new ArrayList<>();

    /// The trees the agents work in.
    @FunctionalInterface
    public interface Tree {
        /// Sets these files of the tree in `folder`, leaving all others.
        void write(Path folder, Map<String, String> files);
    }

    /// Says what the agents do.
    @FunctionalInterface
    public interface Playbook {
        /// What an agent does with a turn, asked when the turn begins.
        Scene scene(SessionStart start, AgentSession.Turn turn);

        /// Why a session does not come up; empty when it does.
        default Optional<String> startFailure(SessionStart start) {
            return Optional.empty();
        }

        /// What an agent calls its session; empty when it does not say.
        default Optional<String> nativeId(SessionStart start) {
            return Optional.empty();
        }

        /// The model a session says it has; empty when it does not say.
        default Optional<String> model(SessionStart start) {
            return Optional.empty();
        }
    }

    public ScriptedRuntime(Scheduler scheduler, Tree tree, Playbook playbook) {
        this.scheduler = scheduler;
        this.tree = tree;
        this.playbook = playbook;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, true, false, true);
    }

    @Override
    public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
        ScriptedSession session = new ScriptedSession(scheduler, tree, playbook, start, updates);
        sessions.removeIf(ScriptedSession::isOver);
        sessions.add(session);
        session.open();
        return session;
    }

    /// The town was killed: its agents are gone with it, and nobody is told anything.
    public void vanish() {
        sessions.forEach(ScriptedSession::vanish);
        sessions.clear();
    }

    /// How many sessions are up.
    public int alive() {
        return (int) sessions.stream().filter(ScriptedSession::isAlive).count();
    }
}
