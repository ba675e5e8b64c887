package dev.townhall.core.session;

import dev.townhall.core.runtime.SessionUpdate;
import java.util.List;

/// What an agent is told after a turn that settled nothing. A turn's end proves nothing: agents end
/// turns alike after work, after an error and after a refusal.
final class NextTurn {
    private NextTurn() {}

    static String unsettled(
            SessionUpdate.TurnEnded turn,
            List<String> refused,
            int left,
            String unsaid,
            String how) {
        StringBuilder text = new StringBuilder();
        if (!refused.isEmpty()) {
            text.append("These were refused:\n");
            refused.forEach(line -> text.append("- ").append(oneLine(line)).append('\n'));
            text.append("Find another way, or say with escalate why there is none.\n\n");
        }
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

    private static String oneLine(String text) {
        String flat = text.replaceAll("\\s+", " ").strip();
        return flat.length() > 300 ? flat.substring(0, 300) + "…" : flat;
    }
}
