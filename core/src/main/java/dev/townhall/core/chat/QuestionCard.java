package dev.townhall.core.chat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.question.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an agent asks a person. Its words are quoted; each option is a button, and any other words
/// are an answer as well.
public final class QuestionCard {
    private QuestionCard() {}

    public static String key(BeadId question, String person) {
        return "question:" + question + ":" + person;
    }

    public static Card of(LedgerView view, BeadId id, Question question) {
        String who = question.asker().shortName();
        Optional<Bead> about = question.bead().flatMap(view::find);
        List<Card.Field> fields = new ArrayList<>();
        about.ifPresent(it -> fields.add(new Card.Field("bead", it.id() + " " + it.title())));
        question.rig().ifPresent(rig -> fields.add(new Card.Field("rig", rig.text())));
        fields.add(new Card.Field("asked by", question.asker().text()));
        List<Card.Block> body = new ArrayList<>();
        body.add(new Card.Text(Words.quoted(question.text())));
        String subject = about.map(it -> " about " + it.id()).orElse("");
        if (question.isOpen()) {
            fields.add(new Card.Field("expires", Words.day(question.expires())));
            body.add(new Card.Text("Answer in your own words: reply " + id + " <words>"));
            return new Card(
                    who + " asks" + subject,
                    Card.Tone.WAITING,
                    fields,
                    Optional.empty(),
                    body,
                    question.options().stream()
                            .map(option -> Action.plain(option, "reply " + id + " " + option))
                            .toList(),
                    "%s asks%s: %s".formatted(who, subject, question.text()));
        }
        String outcome = outcome(question);
        fields.add(new Card.Field("outcome", outcome));
        if (!question.answer().isEmpty()) {
            body.add(new Card.Text("Answer: " + question.answer()));
        }
        return new Card(
                "%s asked%s: %s".formatted(who, subject, outcome),
                Card.Tone.PLAIN,
                fields,
                Optional.empty(),
                body,
                List.of(),
                "%s: %s asked%s".formatted(outcome, who, subject));
    }

    /// `answered by ada at 14:02 UTC`.
    public static String outcome(Question question) {
        String when = question.settledAt().map(at -> " at " + Words.clock(at)).orElse("");
        return switch (question.state()) {
            case OPEN -> "open";
            case ANSWERED ->
                    "answered"
                            + question.answeredBy().map(by -> " by " + by.shortName()).orElse("")
                            + when;
            case EXPIRED -> "expired" + when + ", nobody answered";
            case WITHDRAWN -> "withdrawn" + when + ", nobody waits for the answer any more";
        };
    }
}
