package dev.townhall.core.town;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.foundation.machine.Machine;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.mergequeue.GateRunner;
import dev.townhall.core.prime.Directives;
import dev.townhall.core.prime.RolePrompts;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.session.AgentHost;
import dev.townhall.core.transcript.Transcripts;
import dev.townhall.core.worktree.Repositories;
import java.util.List;
import java.util.Optional;

/// The world a town lives in: one adapter per port. The caller opens and closes them.
public record Adapters(
        Time time,
        Ledger ledger,
        Repositories repositories,
        AgentRuntime runtime,
        GateRunner gates,
        List<ChatPort> chats,
        Minds minds) {
    public Adapters {
        chats = List.copyOf(chats);
    }

    /// A town whose workers have no model.
    public Adapters(
            Time time,
            Ledger ledger,
            Repositories repositories,
            AgentRuntime runtime,
            GateRunner gates,
            List<ChatPort> chats) {
        this(time, ledger, repositories, runtime, gates, chats, Minds.NONE);
    }

    /// What agents with a model need: which there are, what they are told, what they cost.
    ///
    /// @param machine which is asked whether it can carry another
    /// @param transcripts where what is said in sessions is kept
    public record Minds(
            AgentHost host,
            RolePrompts prompts,
            Directives directives,
            Prices prices,
            Machine machine,
            Transcripts transcripts) {
        /// Without transcripts.
        public Minds(
                AgentHost host,
                RolePrompts prompts,
                Directives directives,
                Prices prices,
                Machine machine) {
            this(host, prompts, directives, prices, machine, Transcripts.NONE);
        }

        public static final Minds NONE =
                new Minds(
                        AgentHost.NONE,
                        role -> Optional.empty(),
                        Directives.NONE,
                        Prices.NONE,
                        Machine.SILENT);
    }
}
