package dev.townhall.core.reception;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Words;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Work;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The merge queue.
final class QueueVerbs {
    private QueueVerbs() {}

    static Answer list(Asked asked, Optional<String> named) {
        List<Rig> rigs =
                named.isPresent() || asked.impliedRig().isPresent()
                        ? List.of(asked.rig(named))
                        : asked.visibleRigs();
        List<Card.Row> rows = new ArrayList<>();
        List<BeadId> about = new ArrayList<>();
        for (Rig rig : rigs) {
            asked.need(Role.VIEWER, rig.name(), "looking at the merge queue");
            for (MergeRequests.Queued queued : MergeRequests.open(asked.tx(), rig.name())) {
                MergeRequest request = queued.request();
                rows.add(
                        Lists.row(
                                queued.id().text(),
                                request.bead() + " " + asked.tx().get(request.bead()).title(),
                                "%s, by %s, %s"
                                        .formatted(
                                                Words.lower(request.phase()),
                                                request.worker().shortName(),
                                                rig.name())));
                about.add(queued.id());
            }
        }
        Card card =
                rows.isEmpty()
                        ? Card.line("The merge queue is empty.")
                        : Lists.card(rows.size() + " in the merge queue", rows);
        return new Answer(card, about, true);
    }

    static Answer retry(Asked asked, Optional<String> named) {
        String typed = named.orElseThrow(() -> BeadVerbs.missingId("mq retry"));
        Bead bead = asked.bead(typed, Sought.MERGE_REQUEST);
        Optional<MergeRequest> waiting =
                MergeRequest.ASPECT.of(bead).filter(it -> !it.phase().isOver());
        if (waiting.isPresent()) {
            return Answer.line(
                    "%s needs no retry: it is %s."
                            .formatted(bead.id(), Words.lower(waiting.get().phase())),
                    bead.id());
        }
        return ApprovalVerbs.retry(asked, Optional.of(bead.id().text()));
    }

    static Answer reject(Asked asked, Verb.QueueReject verb) {
        String typed = verb.id().orElseThrow(() -> BeadVerbs.missingId("mq reject"));
        Bead bead = asked.bead(typed, Sought.MERGE_REQUEST);
        BeadId id =
                MergeRequest.ASPECT.of(bead).isPresent()
                        ? bead.id()
                        : Work.ASPECT
                                .of(bead)
                                .flatMap(Work::mergeRequest)
                                .orElseThrow(() ->
                                        TownException.notFound(
                                                "%s is not in the merge queue. %s"
                                                        .formatted(
                                                                bead.id(),
                                                                Sought.MERGE_REQUEST.where())));
        MergeRequest request = MergeRequests.get(asked.tx(), id);
        asked.need(Role.APPROVER, request.rig(), "rejecting a merge");
        String why =
                verb.reason().isBlank()
                        ? "by " + asked.person().name()
                        : verb.reason() + " (" + asked.person().name() + ")";
        MergeRequests.reject(asked.tx(), id, why);
        return Answer.line("Rejected the merge of " + request.bead() + ".", id, request.bead())
                .postedIf(!asked.inThread());
    }
}
