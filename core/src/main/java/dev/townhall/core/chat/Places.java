package dev.townhall.core.chat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.question.Question;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.talk.Seance;
import dev.townhall.core.talk.Talk;
import java.util.Optional;

/// Which rig a thing of the town belongs to.
public final class Places {
    private Places() {}

    /// The rig of what `name` names: a bead's id, a rig's name, or either after a slash.
    public static Optional<RigName> rigOf(LedgerView view, String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        Optional<RigName> byBead =
                BeadId.isWellFormed(last)
                        ? view.find(new BeadId(last)).flatMap(bead -> rigOf(view, bead))
                        : Optional.empty();
        return byBead.or(() ->
                Rigs.list(view).stream()
                        .map(Rig::name)
                        .filter(rig -> rig.text().equals(last))
                        .findFirst());
    }

    /// The rig that is talked about in a conversation, if the place says.
    public static Optional<RigName> rigOf(LedgerView view, Conversation where) {
        return switch (where) {
            case Conversation.Channel(RigName rig) -> Optional.of(rig);
            case Conversation.ConvoyThread(BeadId convoy) ->
                    view.find(convoy).flatMap(Convoy.ASPECT::of).map(Convoy::rig);
            case Conversation.CrewThread(BeadId member) ->
                    view.find(member).flatMap(Agent.ASPECT::of).map(Agent::rig);
            case Conversation.Inbox _ -> Optional.empty();
        };
    }

    /// The rig of a bead, whatever kind of thing it stores.
    public static Optional<RigName> rigOf(LedgerView view, Bead bead) {
        return switch (bead.type()) {
            case Bead.RIG -> Rig.ASPECT.of(bead).map(Rig::name);
            case Bead.CONVOY -> Convoy.ASPECT.of(bead).map(Convoy::rig);
            case Bead.AGENT -> Agent.ASPECT.of(bead).map(Agent::rig);
            case Bead.MERGE_REQUEST -> MergeRequest.ASPECT.of(bead).map(MergeRequest::rig);
            case Bead.GATE ->
                    Approval.ASPECT
                            .of(bead)
                            .flatMap(Approval::decidedIn)
                            .or(() -> Question.ASPECT.of(bead).flatMap(Question::rig));
            case Costs.DAY -> Costs.rigOfDay(bead.id());
            case Bead.TALK ->
                    Seance.ASPECT
                            .of(bead)
                            .map(Seance::rig)
                            .or(() ->
                                    Talk.ASPECT
                                            .of(bead)
                                            .map(Talk::conversation)
                                            .map(Conversation::parse)
                                            .flatMap(where -> rigOf(view, where)));
            case Bead.ESCALATION -> Escalation.ASPECT.of(bead).map(Escalation::rig);
            default ->
                    Work.ASPECT
                            .of(bead)
                            .map(Work::rig)
                            .or(() -> Rigs.byPrefix(view, bead.id().prefix()).map(Rig::name));
        };
    }
}
