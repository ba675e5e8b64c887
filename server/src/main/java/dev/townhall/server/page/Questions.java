package dev.townhall.server.page;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a question in an inbox is about: its post is named after the approval or the escalation.
final class Questions {
    private static final Pattern KEY = Pattern.compile("(?:approval|escalation):([^:]+):.*");

    private Questions() {}

    static boolean isAbout(LedgerView view, Post post, BeadId convoy) {
        return subject(view, post)
                .filter(bead ->
                        view.find(convoy)
                                .flatMap(Convoy.ASPECT::of)
                                .filter(found -> found.beads().contains(bead))
                                .isPresent())
                .isPresent();
    }

    /// The bead that is asked about.
    private static Optional<BeadId> subject(LedgerView view, Post post) {
        Matcher key = KEY.matcher(post.key());
        if (!key.matches()) {
            return Optional.empty();
        }
        Optional<Bead> question = view.find(new BeadId(key.group(1)));
        return question.flatMap(Approval.ASPECT::of)
                .map(Approval::bead)
                .or(() -> question.flatMap(Escalation.ASPECT::of).map(Escalation::bead));
    }
}
