package dev.townhall.core.simulation.check;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What people say to an agent is answered, and once.
final class TalkChecks {
    static final Pattern ANSWERED = Pattern.compile("answers#([0-9]+)#");

    private final Map<BeadId, Integer> heard = new TreeMap<>();
    private final Map<BeadId, Integer> answered = new TreeMap<>();

    void check(LedgerView view, List<EventRecord> events) {
        for (EventRecord event : events) {
            switch (Events.read(event)) {
                case TownEvent.TalkHeard one -> heard.merge(one.talk(), 1, Integer::sum);
                case TownEvent.TalkAnswered some -> {
                    int all = answered.merge(some.talk(), some.messages(), Integer::sum);
                    int most = heard.getOrDefault(some.talk(), 0);
                    Violation.unless(
                            all <= most,
                            "%s heard %s messages and answered %s",
                            some.talk(),
                            most,
                            all);
                }
                case TownEvent other -> {}
            }
        }
        for (Map.Entry<BeadId, Integer> one : heard.entrySet()) {
            // Several transactions may have become durable together: only the sum can be told.
            int open = Talks.get(view, one.getKey()).unanswered().size();
            int done = answered.getOrDefault(one.getKey(), 0);
            Violation.unless(
                    open + done == one.getValue(),
                    "%s heard %s messages; %s are answered and %s open",
                    one.getKey(),
                    one.getValue(),
                    done,
                    open);
        }
    }

    /// At the end: every message has its answer, and no post of an answer is unfinished.
    void settled(LedgerView view, List<Post> posts) {
        heard.keySet()
                .forEach(bead -> {
                    Talk talk = Talks.get(view, bead);
                    Violation.unless(talk.isDone(), "%s is not answered: %s", bead, talk);
                    long begun =
                            posts.stream()
                                    .filter(post -> post.key().startsWith("talk:" + bead + ":"))
                                    .count();
                    Violation.unless(
                            begun == talk.answered(),
                            "%s was answered %s times in %s posts",
                            bead,
                            talk.answered(),
                            begun);
                });
        Map<String, String> marks = new LinkedHashMap<>();
        for (Post post : posts) {
            if (post.key().startsWith("talk:")) {
                Card card = CardJson.read(post.content());
                Violation.unless(
                        card.tone() == Card.Tone.PLAIN || card.tone() == Card.Tone.BAD,
                        "%s is not finished: %s",
                        post.key(),
                        PlainText.of(card));
                ANSWERED.matcher(PlainText.of(card))
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .forEach(mark -> {
                            String before = marks.put(mark, post.key());
                            Violation.unless(
                                    before == null,
                                    "%s stands in %s and in %s",
                                    mark,
                                    before,
                                    post.key());
                        });
            }
        }
    }
}
