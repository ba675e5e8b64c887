package dev.townhall.core.transcript;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Something that was said or done in a session.
public record Entry(Instant at, Kind kind, String text) {
    /// Who said or did it.
    public enum Kind {
        /// The town, to the agent.
        TOWN,
        /// The agent.
        AGENT,
        /// The agent, to itself.
        THOUGHT,
        /// A tool the agent called, with how that ended.
        TOOL,
        /// What the agent asked permission for.
        ASKED,
        /// A turn or the session ended.
        END,
        /// The transcript itself: something is missing here.
        CUT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether it holds all of these words, in whatever case.
    public boolean holds(List<String> words) {
        String low = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> low.contains(word.toLowerCase(Locale.ROOT)));
    }
}
