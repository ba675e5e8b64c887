package dev.townhall.core.session;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reconcile.Outcome;
import java.nio.file.Path;
import java.util.Optional;

/// What an agent's sessions are for: all that is particular to a role. [AgentDrive] knows the life of
/// a session, a duty knows what it is about, where it takes place and what becomes of it. A port of
/// this package; it keeps no state.
interface Duty {
    AgentRole role();

    /// The task under a fencing number that no session before it had, with all fixed that a session
    /// needs to begin.
    Task fenced(Task task);

    /// Whether the agent has said what became of `hook`'s work, so that it needs no more turns.
    boolean isSaid(LedgerView view, Hook.Loaded hook);

    /// What its sessions left so far, as a name that changes when that does. None of them lives any
    /// more.
    Optional<String> left(Task task);

    /// Judges by evidence what the agent said. None of its sessions lives any more.
    Outcome judged(Task task);

    /// Makes the place ready that a session takes place in.
    Workplace workplace(Task task);

    /// Its agent ended turn after turn without saying what became of the work.
    Outcome quiet(Task task, String why);

    /// No more sessions are started for this work until a person decides.
    Outcome hopeless(Task task, String why);

    /// What is missing at the end of a turn, as the end of "Your turn ended, and …".
    String unsaid();

    /// How the agent says what becomes of its work, with which tools.
    String howToSay(Task task);

    /// Who waits for an agent, and how to set one, as the end of "… waits: ".
    String noAgent(Task task);

    /// Where a session takes place, and what it can reach there.
    record Workplace(Path folder, Confinement confinement) {}
}
