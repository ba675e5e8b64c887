package dev.townhall.core.worktree;

import dev.townhall.core.reconcile.Findings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Findings about git directories that somebody prepared as traps. The town runs and reads nothing of
/// what is planted there; people are told of it. Thread-safe.
public final class Plants {
    /// The kind of these findings.
    public static final String KIND = "planted";

    private final Findings findings;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public Plants(Findings findings) {
        this.findings = findings;
    }

    /// Tells what was planted, if anything was.
    ///
    /// @param about who, as findings name it
    /// @param meanwhile as the beginning of the sentence: `While working on sh-1`
    public void tell(String about, String meanwhile, List<String> planted) {
        if (!planted.isEmpty()) {
            told.add(about);
            findings.raised(
                    KIND,
                    about,
                    "%s it left in its git directory: %s. The town runs and reads nothing of that; look at what it did."
                            .formatted(meanwhile, String.join(", ", planted)));
        }
    }

    /// What was told of somebody is over.
    public void forget(String about) {
        if (told.remove(about)) {
            findings.cleared(KIND, about);
        }
    }
}
