package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.crew.Removal;
import dev.townhall.core.foundation.text.Fingerprint;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What would be lost with a member of a crew, for whoever wants it removed.
final class CrewLoss {
    private static final int SHOWN_MAX = 50;

    private CrewLoss() {}

    /// Why the member is not removed: what is only in its tree, and the word that loses exactly that.
    /// Empty where nothing is, or just what was agreed to.
    static Optional<String> refusal(RigRepository repository, Agent member, Removal removal) {
        repository.freshHead(); // What was merged meanwhile is safe.
        List<String> lost = repository.notSafeElsewhere(member.actor());
        String word = Fingerprint.of(lost);
        if (lost.isEmpty() || removal.agreed().equals(Optional.of(word))) {
            return Optional.empty();
        }
        return Optional.of(
                "%s is not removed, because something would be lost: %s.%s It is merged by a person%s. To lose it for good: `gt crew remove %s/%s --discard %s`."
                        .formatted(
                                member.name(),
                                shown(lost),
                                removal.agreed().isPresent()
                                        ? " That is not what was listed before."
                                        : "",
                                repository
                                        .tree(member.actor())
                                        .map(Path::toString)
                                        .map(" (folder %s)"::formatted)
                                        .orElse(""),
                                member.rig(),
                                member.name(),
                                word));
    }

    private static String shown(List<String> lost) {
        String first = String.join("; ", lost.subList(0, Math.min(SHOWN_MAX, lost.size())));
        int more = lost.size() - SHOWN_MAX;
        return more <= 0 ? first : "%s; and %s more".formatted(first, more);
    }
}
