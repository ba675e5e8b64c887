package dev.townhall.core.reception;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.QuestionCard;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.mail.Letter;
import dev.townhall.core.mail.Mail;
import dev.townhall.core.person.Role;
import dev.townhall.core.question.Question;
import dev.townhall.core.question.Questions;
import java.util.Optional;

/// What agents wrote to people: questions and letters.
final class ReplyVerbs {
    private ReplyVerbs() {}

    static Answer reply(Asked asked, Verb.Reply verb) {
        String typed =
                verb.id()
                        .orElseThrow(() ->
                                TownException.badInput(
                                        "reply takes an id and your words: reply hq-q-3f9ab yes. "
                                                + Sought.QUESTION.where()));
        BeadId id = Ids.resolve(asked.tx(), typed, asked.impliedRig(), Sought.QUESTION);
        if (verb.words().isBlank()) {
            throw TownException.badInput("reply takes your words too: reply " + id + " yes");
        }
        String words = Sanitizer.text(verb.words());
        Bead bead = asked.tx().get(id);
        if (Question.ASPECT.of(bead).isPresent()) {
            return answer(asked, id, words);
        }
        if (isMine(asked, bead)) {
            return write(asked, bead, words);
        }
        throw TownException.badInput(
                "%s is no question and no letter to you. %s"
                        .formatted(id, Sought.QUESTION.where()));
    }

    private static Answer answer(Asked asked, BeadId id, String words) {
        Question question = Questions.get(asked.tx(), id);
        asked.need(Role.OPERATOR, question.rig(), "answering an agent");
        return switch (Questions.answer(asked.tx(), id, words)) {
            case Questions.Answered.Now(Question now) ->
                    Answer.line(
                                    "Answered %s: %s"
                                            .formatted(now.asker().shortName(), now.answer()),
                                    id)
                            .postedIf(asked.inChannel());
            case Questions.Answered.Before(Question before) ->
                    Answer.line(
                            "Too late: the question %s is %s."
                                    .formatted(id, QuestionCard.outcome(before)),
                            id);
        };
    }

    private static Answer write(Asked asked, Bead letter, String words) {
        Letter read = Mail.get(asked.tx(), letter.id());
        String subject =
                letter.title().startsWith("Re: ") ? letter.title() : "Re: " + letter.title();
        BeadId id =
                Mail.send(
                        asked.tx(),
                        new Mail.Draft(
                                read.from(),
                                subject.substring(
                                        0, Math.min(subject.length(), Mail.SUBJECT_CHARS_MAX)),
                                words,
                                read.about(),
                                Optional.of(letter.id())));
        Mail.ack(asked.tx(), letter.id());
        return Answer.line("Wrote to %s.".formatted(read.from()), id);
    }

    /// The letter named, if it is one of this person's.
    static Optional<BeadId> letter(Asked asked, Optional<String> named) {
        return named.map(typed ->
                        Ids.resolve(asked.tx(), typed, asked.impliedRig(), Sought.ESCALATION))
                .filter(id -> isMine(asked, asked.tx().get(id)));
    }

    static Answer ack(Asked asked, BeadId letter) {
        Mail.ack(asked.tx(), letter);
        return Answer.line("Acked.", letter).postedIf(!asked.inInbox());
    }

    private static boolean isMine(Asked asked, Bead bead) {
        return Letter.ASPECT
                .of(bead)
                .filter(letter -> letter.to().equals(asked.person().actor()))
                .isPresent();
    }
}
