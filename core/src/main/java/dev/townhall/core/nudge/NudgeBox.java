package dev.townhall.core.nudge;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.Bead;
import java.util.ArrayList;
import java.util.List;

/// The nudges that wait for an agent, oldest first. Stored on the agent's bead.
///
/// @param last the number of the newest nudge there was
/// @param depth that of the nudge which caused the agent's present turn; 0 when none did
record NudgeBox(List<Nudge> waiting, long last, int depth) {
    static final Aspect<NudgeBox> ASPECT = new Aspect<>("nudges", NudgeBox.class);
    private static final NudgeBox EMPTY = new NudgeBox(List.of(), 0, 0);

    NudgeBox {
        waiting = List.copyOf(waiting);
    }

    static NudgeBox of(Bead agentBead) {
        return ASPECT.of(agentBead).orElse(EMPTY);
    }

    NudgeBox with(Nudge nudge) {
        List<Nudge> more = new ArrayList<>(waiting);
        more.add(nudge);
        return new NudgeBox(more, nudge.number(), depth);
    }

    NudgeBox waiting(List<Nudge> left) {
        return new NudgeBox(left, last, depth);
    }

    NudgeBox inTurn(int newDepth) {
        return new NudgeBox(waiting, last, newDepth);
    }
}
