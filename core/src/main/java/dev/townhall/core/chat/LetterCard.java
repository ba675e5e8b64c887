package dev.townhall.core.chat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.mail.Letter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A letter to a person, in that person's inbox: the words of the sender, quoted.
public final class LetterCard {
    private LetterCard() {}

    public static String key(Bead letter) {
        return "letter:" + letter.id();
    }

    public static Card of(Bead bead, Letter letter) {
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("from", letter.from().text()));
        letter.about().ifPresent(it -> fields.add(new Card.Field("about", it.text())));
        letter.replyTo().ifPresent(it -> fields.add(new Card.Field("answers", it.text())));
        boolean acked = letter.state() == Letter.State.ACKED;
        List<Card.Block> body = new ArrayList<>();
        body.add(new Card.Text(Words.quoted(bead.description())));
        if (!acked) {
            body.add(new Card.Text("Answer: reply " + bead.id() + " <words>"));
        }
        return new Card(
                "Mail: " + bead.title(),
                Card.Tone.PLAIN,
                fields,
                Optional.empty(),
                body,
                acked ? List.of() : List.of(Action.plain("Ack", "ack " + bead.id())),
                "Mail from %s: %s".formatted(letter.from().shortName(), bead.title()));
    }
}
