package dev.townhall.core.simulation.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.testing.Scheduler;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.town.Town;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Simulated polecats that say which files they are about to change: a few that meet, for a time
/// that may be over before their work is, and now and then they give them back. Some say it late,
/// when their session or their work is over.
public final class Reserving {
    private static final List<String> PATHS =
            List.of("shared", "src/", "src/*.txt", "**/*.txt", "README.md", "src/api/a.txt");

    private final Scheduler scheduler;
    private final Dice dice;
    private @Nullable Town town;

    public Reserving(Scheduler scheduler, Dice dice) {
        this.scheduler = scheduler;
        this.dice = dice;
    }

    public void callTo(Town opened) {
        town = opened;
    }

    void perhaps(SessionStart start) {
        for (int times = dice.below(3); times > 0; times--) {
            ObjectNode arguments = Json.object();
            arguments.putArray("paths").add(dice.oneOf(PATHS)).add(dice.oneOf(PATHS));
            if (dice.chance(25)) {
                arguments.put("release", true);
            } else {
                arguments.put("minutes", dice.between(1, 20));
            }
            scheduler.after(
                    Duration.ofMillis(50 + dice.below(90_000)), () -> call(start, arguments));
        }
    }

    private void call(SessionStart start, ObjectNode arguments) {
        Town living = town;
        if (living == null) {
            return;
        }
        RigName rig =
                new RigName(start.agent().text().substring(0, start.agent().text().indexOf('/')));
        BeadId agent = Agent.polecatBead(rig, start.agent().shortName());
        Credential who =
                new Credential(
                        start.agent(), AgentRole.POLECAT, Optional.of(rig), agent, start.fence());
        living.credentials().issue(who);
        living.tools().call(who, "reserve_files", arguments);
        living.credentials().revoke(who);
    }
}
