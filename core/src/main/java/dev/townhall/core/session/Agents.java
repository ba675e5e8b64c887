package dev.townhall.core.session;

import dev.townhall.core.cap.Caps;
import dev.townhall.core.capacity.Scheduler;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.patrol.Trespasses;
import dev.townhall.core.tool.Credentials;
import dev.townhall.core.transcript.Transcripts;
import java.time.Duration;

/// All that a town needs to run agents with a model.
///
/// @param scheduler which says what may be started now; shared by all who drive agents
/// @param trespasses hears of what agents ask for that is not their own
/// @param caps which say whether it may cost anything more
/// @param transcripts where what is said in sessions is kept
/// @param approvalExpiry how long a person has to answer what an agent asks permission for
public record Agents(
        AgentHost host,
        Credentials credentials,
        Briefing briefing,
        Prices prices,
        Scheduler scheduler,
        Trespasses trespasses,
        Caps caps,
        Transcripts transcripts,
        Duration approvalExpiry) {}
