package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.reception.CrewVerbs;
import dev.townhall.core.rig.Rig;
import java.util.ArrayList;
import java.util.List;

/// What is still at work in a rig.
final class Loaded {
    private Loaded() {}

    /// A line each, for people; empty when it rests.
    static List<String> in(LedgerView view, Rig rig) {
        List<String> lines = new ArrayList<>();
        for (Agent agent : Roster.polecats(view, rig.name())) {
            if (Hooks.of(view, agent.beadId()) instanceof Hook.Loaded loaded) {
                lines.add("%s has %s on its hook".formatted(agent.actor(), loaded.bead()));
            }
        }
        for (Agent member : Crews.of(view, rig.name())) {
            String does = CrewVerbs.does(view, member);
            if (does.equals(CrewVerbs.LEAVING)) {
                lines.add("%s is just being removed".formatted(member.actor()));
            } else if (!does.equals(CrewVerbs.IDLE)) {
                lines.add(
                        "%s %s (`gt crew stop %s`)"
                                .formatted(
                                        member.actor(), does, member.rig() + "/" + member.name()));
            }
        }
        for (MergeRequests.Queued queued : MergeRequests.open(view, rig.name())) {
            lines.add(
                    "%s (%s) waits in the merge queue"
                            .formatted(queued.id(), queued.request().bead()));
        }
        for (Bead bead : Convoys.list(view)) {
            Convoy convoy = Convoys.get(view, bead.id());
            if (convoy.rig().equals(rig.name()) && convoy.state() == Convoy.State.OPEN) {
                lines.add(
                        "convoy %s is open (`gt convoy drop %s`)".formatted(bead.id(), bead.id()));
            }
        }
        return lines;
    }
}
