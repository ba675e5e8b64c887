package dev.townhall.core.reception;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import java.util.List;

/// What a verb has to say.
///
/// @param about the beads it made or changed, or was asked about
/// @param posted whether it is said in the conversation; not where the town's cards show it there
record Answer(Card card, List<BeadId> about, boolean posted) {
    Answer {
        about = List.copyOf(about);
    }

    static Answer of(Card card) {
        return new Answer(card, List.of(), true);
    }

    static Answer line(String text, BeadId... about) {
        return new Answer(Card.line(text), List.of(about), true);
    }

    Answer unposted() {
        return new Answer(card, about, false);
    }

    Answer postedIf(boolean wanted) {
        return new Answer(card, about, wanted);
    }
}
