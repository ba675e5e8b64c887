package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.crew.Removal;
import java.time.Duration;
import java.util.Optional;

/// Waits for what becomes of the wish that a member leaves.
final class CrewLeaving {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Call call;
    private final Agent member;

    CrewLeaving(Call call, Agent member) {
        this.call = call;
        this.member = member;
    }

    /// The member as it is when that is decided, or as it is after two minutes.
    CrewMember await(Removal removal) {
        CrewMember now = now();
        for (long tick = 0;
                isOpen(now, removal) && LOOK_AGAIN.multipliedBy(tick).compareTo(LONGEST) < 0;
                tick++) {
            call.screen().progress(tick % 40, 40, "removing " + member.name());
            call.pause(LOOK_AGAIN);
            now = now();
        }
        call.screen().eraseBar();
        return now;
    }

    private static boolean isOpen(CrewMember now, Removal removal) {
        return now.isLeaving()
                && now.removal().map(Removal::number).equals(Optional.of(removal.number()));
    }

    private CrewMember now() {
        return call.town().ledger().read(view -> Crews.member(view, member.beadId())).orElseThrow();
    }
}
