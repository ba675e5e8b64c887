package dev.townhall.core.session;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.transcript.Past;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts and ends sessions of agents with a model, for all who drive them.
final class Sessions {
    /// How long an agent may take to start and to fetch its tools.
    static final Duration START_LONGEST = Duration.ofMinutes(2);

    /// The runtime's own deadline of a turn. The one that counts is its driver's, for that stands still
    /// while a person is asked.
    private static final Duration TURN_LONGEST = Duration.ofDays(30);

    private final Agents agents;
    private final Time time;

    Sessions(Agents agents, Time time) {
        this.agents = agents;
        this.time = time;
    }

    /// A session that is wanted.
    ///
    /// @param bead what it is about
    /// @param reach what of the town it has in its hands
    record Order(
            Credential who,
            BeadId bead,
            Payers.Payer.Found payer,
            Duty.Workplace place,
            Beginning beginning,
            Opening.Reach reach,
            int outputBytesMax) {
        AgentRuntime runtime() {
            return payer.kind().runtime();
        }

        private Toolbox tools() {
            return switch (reach) {
                case NOTHING -> Toolbox.NONE;
                case TOOLS ->
                        runtime().capabilities().connects() ? Toolbox.FETCHED : Toolbox.PROGRAMS;
            };
        }
    }

    /// What keeps the books of a session that is about to be started with [#start].
    ///
    /// @param wake called when there is something to look at
    AgentTalk open(Order order, Runnable wake) {
        Duty.Workplace place = order.place();
        AgentTalk talk =
                new AgentTalk(
                        order.who(),
                        order.payer().account(),
                        new Permits.Confined(
                                place.folder(),
                                order.runtime().isSandboxed(place.confinement()),
                                place.confinement().network(),
                                !place.confinement().isReadOnly(place.folder())),
                        order.tools(),
                        time.elapsed().plus(START_LONGEST),
                        agents.trespasses(),
                        agents.transcripts()
                                .begin(
                                        new Past(
                                                order.who().agent(),
                                                order.bead(),
                                                order.who().fence(),
                                                time.now(),
                                                order.payer().kind().preset().name(),
                                                Optional.of(
                                                        new Past.Origin(
                                                                order.payer()
                                                                        .account()
                                                                        .name()
                                                                        .text(),
                                                                place.folder())))),
                        wake);
        if (!(order.beginning() instanceof Beginning.Fresh)) {
            talk.goesOn();
        }
        return talk;
    }

    /// Starts it. Whatever happens from here on, [#end] is due.
    void start(Order order, AgentTalk talk, Consumer<SessionUpdate> updates) {
        List<McpServer> tools =
                order.tools() == Toolbox.NONE
                        ? List.of()
                        : List.of(agents.host().tools(agents.credentials().issue(order.who())));
        talk.attach(
                order.runtime()
                        .start(
                                new SessionStart(
                                        order.who().agent(),
                                        order.bead(),
                                        order.who().fence(),
                                        order.place().folder(),
                                        Map.of(),
                                        order.beginning(),
                                        TURN_LONGEST,
                                        order.outputBytesMax(),
                                        tools,
                                        order.place().confinement()),
                                updates));
    }

    /// Whether it can take a turn.
    boolean isUp(AgentTalk talk) {
        return talk.isStarted()
                && (talk.tools() != Toolbox.FETCHED
                        || agents.credentials().hasListed(talk.credential()));
    }

    /// Why one that is not up in time is given up.
    static String late(AgentTalk talk) {
        return talk.isStarted()
                ? "It never fetched the town's tools."
                : "It never said that it is up.";
    }

    /// Ends it; its right to call the town first.
    void end(AgentTalk talk) {
        agents.credentials().revoke(talk.credential());
        talk.close();
    }
}
