package dev.townhall.core.tool;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.Role;
import java.util.List;

/// One tool: what callers see of it, and what it does.
record Tool(ToolSpec spec, Fields fields, Work work) {
    static final List<AgentRole> EVERYONE = List.of(AgentRole.values());

    /// Those who look at beads: a deacon looks after the town, not after work.
    static final List<AgentRole> SEEING =
            EVERYONE.stream().filter(role -> role != AgentRole.DEACON).toList();

    /// Those who have work on a hook.
    static final List<AgentRole> WORKERS =
            List.of(AgentRole.DOG, AgentRole.REFINERY, AgentRole.POLECAT);

    /// Those who shape work: a witness judges only, a refinery and a dog do what they are given.
    static final List<AgentRole> AUTHORS =
            List.of(AgentRole.MAYOR, AgentRole.POLECAT, AgentRole.CREW);

    sealed interface Work {}

    /// Changes nothing.
    record Reads(Reader reader) implements Work {}

    record Writes(Writer writer) implements Work {}

    interface Reader {
        String read(LedgerView view, Call call);
    }

    /// Runs in the transaction that checked the caller's fencing number.
    interface Writer {
        String write(Transaction tx, Call call);
    }

    /// Who calls, with which arguments.
    ///
    /// @param least what the people must at least be that a town-wide agent calls for
    record Call(Credential who, Arguments with, Role least) {}

    static Tool reads(
            String name, String about, Fields fields, List<AgentRole> roles, Reader reader) {
        return new Tool(
                new ToolSpec(name, about, fields.schema(), roles, true), fields, new Reads(reader));
    }

    static Tool writes(
            String name, String about, Fields fields, List<AgentRole> roles, Writer writer) {
        return new Tool(
                new ToolSpec(name, about, fields.schema(), roles, false),
                fields,
                new Writes(writer));
    }
}
