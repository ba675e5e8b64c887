package dev.townhall.core.reception;

import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.foundation.check.TownException;

/// Hands every verb to the room that carries it out.
final class Desk {
    private Desk() {}

    static Answer carryOut(Asked asked, Verb verb) {
        return switch (verb) {
            case Verb.Help() -> TownVerbs.help();
            case Verb.WhoAmI() -> TownVerbs.whoami(asked);
            case Verb.RigList() -> TownVerbs.rigs(asked);
            case Verb.Agents agents -> TownVerbs.agents(asked, agents);
            case Verb.CrewList() -> CrewVerbs.list(asked);
            case Verb.CrewStop(var name) -> CrewVerbs.stop(asked, name);
            case Verb.Cost(var id) -> CostVerbs.cost(asked, id);
            case Verb.Status() ->
                    asked.inThread()
                            ? ConvoyVerbs.status(asked, java.util.Optional.empty())
                            : TownVerbs.status(asked);
            case Verb.Ready(var rig) -> BeadVerbs.ready(asked, rig);
            case Verb.Show(var id) -> BeadVerbs.show(asked, id);
            case Verb.New made -> BeadVerbs.create(asked, made);
            case Verb.Sling(var id) -> BeadVerbs.sling(asked, id);
            case Verb.PlanWork plan -> ConvoyVerbs.plan(asked, plan);
            case Verb.ConvoyList() -> ConvoyVerbs.list(asked);
            case Verb.ConvoyStatus(var id) -> ConvoyVerbs.status(asked, id);
            case Verb.Launch launch -> ConvoyVerbs.launch(asked, launch);
            case Verb.Edit edit -> BeadVerbs.edit(asked, edit);
            case Verb.Drop drop -> ApprovalVerbs.drop(asked, drop);
            case Verb.Pause(var id) -> ConvoyVerbs.pause(asked, id);
            case Verb.Resume(var id) -> ConvoyVerbs.resume(asked, id);
            case Verb.Inbox() -> InboxVerb.inbox(asked);
            case Verb.Approve(var id) -> ApprovalVerbs.decide(asked, id, Decision.APPROVED);
            case Verb.Always(var id) -> ApprovalVerbs.always(asked, id);
            case Verb.Deny(var id) -> ApprovalVerbs.decide(asked, id, Decision.DENIED);
            case Verb.Reply reply -> ReplyVerbs.reply(asked, reply);
            case Verb.Nudge(var agent, var rest) -> NudgeVerbs.nudge(asked, agent, rest);
            case Verb.Handoff(var agent, var rest) -> NudgeVerbs.handoff(asked, agent, rest);
            case Verb.Seance seance ->
                    throw TownException.bug("A seance is asked with its post: " + seance);
            case Verb.Ack(var id) -> ApprovalVerbs.ack(asked, id);
            case Verb.Retry(var id) -> ApprovalVerbs.retry(asked, id);
            case Verb.QueueList(var rig) -> QueueVerbs.list(asked, rig);
            case Verb.QueueRetry(var id) -> QueueVerbs.retry(asked, id);
            case Verb.QueueReject reject -> QueueVerbs.reject(asked, reject);
            case Verb.Talk talk -> Mayor.answer(asked, talk);
        };
    }
}
