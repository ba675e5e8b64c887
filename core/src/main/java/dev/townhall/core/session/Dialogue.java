package dev.townhall.core.session;

import java.time.Duration;

/// A session that a conversation has now. Its own reconciler alone changes it.
final class Dialogue {
    private final AgentTalk talk;
    private final Speech speech;
    private final Opening opening;
    private final String kind;
    private final String told;
    private boolean primed;
    private boolean reminded;
    private Duration edited = Duration.ZERO;
    private Duration idleSince;

    /// @param kind the name of its agent's preset
    /// @param told what is said at its beginning of the place where it takes place
    Dialogue(
            AgentTalk talk,
            Speech speech,
            Opening opening,
            String kind,
            String told,
            Duration now) {
        this.talk = talk;
        this.speech = speech;
        this.opening = opening;
        this.kind = kind;
        this.told = told;
        this.idleSince = now;
    }

    AgentTalk talk() {
        return talk;
    }

    Speech speech() {
        return speech;
    }

    Opening opening() {
        return opening;
    }

    String kind() {
        return kind;
    }

    String told() {
        return told;
    }

    /// Whether this is the first turn; from now on it is not.
    boolean takeFirst() {
        boolean first = !primed;
        primed = true;
        reminded = false;
        return first;
    }

    /// Whether the agent may be told once more that it said nothing.
    boolean takeReminder() {
        boolean left = !reminded;
        reminded = true;
        return left;
    }

    Duration edited() {
        return edited;
    }

    void edited(Duration now) {
        edited = now;
    }

    Duration idleSince() {
        return idleSince;
    }

    void idle(Duration now) {
        idleSince = now;
    }
}
