package dev.townhall.core.session;

import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.text.Quoted;
import dev.townhall.core.handoff.Handoffs;
import dev.townhall.core.nudge.Nudge;
import dev.townhall.core.runtime.SessionUpdate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What an agent is told after a turn that settled nothing. A turn's end proves nothing: agents end
/// turns alike after work, after an error and after a refusal.
final class NextTurn {
    private static final String HAND_OFF =
            "call `handoff` now with what is done, what is next and what you found out, then end"
                    + " your turn. A fresh session goes on in the same tree.\n";

    /// Stands between what an agent without memory is told anew and what is said of its turn before.
    static final String ANEW =
            """

            # You were here before

            This is not your first turn at this work, but you remember nothing of the others: look at the tree
            and at what you committed.

            """;

    private NextTurn() {}

    static String unsettled(
            SessionUpdate.TurnEnded turn,
            List<String> refused,
            int left,
            String unsaid,
            String how) {
        StringBuilder text = new StringBuilder(refusals(refused));
        text.append(
                switch (turn.reason()) {
                    case END_TURN -> "Your turn ended, and " + unsaid + ".\n";
                    case LIMIT -> "Your turn met a limit of its length. Go on where you stopped.\n";
                    case CANCELLED, DEADLINE ->
                            "Your turn took too long and was ended. Go on in smaller steps.\n";
                    case REFUSED, FAILED, UNKNOWN ->
                            "Your turn ended with an error. Go on where you stopped.\n";
                });
        text.append(how).append('\n');
        text.append(
                left == 1
                        ? "This is the last reminder: after it the work is taken from you.\n"
                        : "Without one of these tools %s more turns are given.\n".formatted(left));
        return text.toString();
    }

    /// A turn that was ended for a nudge.
    static String interrupted(List<String> refused, String how) {
        return refusals(refused)
                + "Your turn was ended so that you look again. Then go on where you stopped.\n"
                + how
                + '\n';
    }

    /// A turn for a nudge alone: what the agent said of its work needs no further one.
    static String stands() {
        return "What you said of your work stands. Look again, see whether it still holds, then end"
                + " your turn.\n";
    }

    /// What the agent is nudged for; empty without nudges. Words of others are quoted.
    static String nudged(List<Nudge> nudges) {
        if (nudges.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n# Look again\n\n");
        if (nudges.stream().anyMatch(Nudge::handoff)) {
            text.append("A person wants you to hand off: ").append(HAND_OFF);
        }
        for (Nudge nudge : nudges) {
            text.append("Nudged by ").append(Sanitizer.line(nudge.from().text()));
            text.append(" at ").append(nudge.queued().truncatedTo(ChronoUnit.SECONDS));
            text.append(nudge.reason().isEmpty() ? ".\n" : ":\n" + Quoted.whole(nudge.reason()));
        }
        text.append(
                "A nudge carries nothing itself: see `hook` and `mail_inbox` for what is new.\n");
        return text.toString();
    }

    /// Asks for a handoff before the agent's context is full; empty while there is room.
    static String full(int percent) {
        return percent < Handoffs.FULL_PERCENT
                ? ""
                : "\n# Your context is %s %% full\n\nSo %s".formatted(percent, HAND_OFF);
    }

    private static String refusals(List<String> refused) {
        if (refused.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("These were refused:\n");
        refused.forEach(line -> text.append("- ").append(oneLine(line)).append('\n'));
        return text.append("Find another way, or say with escalate why there is none.\n\n")
                .toString();
    }

    private static String oneLine(String text) {
        String flat = text.replaceAll("\\s+", " ").strip();
        return flat.length() > 300 ? flat.substring(0, 300) + "…" : flat;
    }
}
