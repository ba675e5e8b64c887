package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.reception.CrewVerbs;
import dev.townhall.core.talk.Message;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import dev.townhall.server.up.RunningTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Talk with a member of the crew from the terminal.
final class CrewTalking {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Call call;
    private final RunningTown town;
    private final Agent member;
    private final Conversation thread;
    private final BeadId talk;

    CrewTalking(Call call, Agent member) {
        this.call = call;
        this.town = call.town();
        this.member = member;
        this.thread = CrewVerbs.thread(member);
        this.talk = Talks.beadId(thread.key());
    }

    /// Says `words` in the member's thread.
    ///
    /// @param wait whether its answer is waited for, and printed: 1 where there is none
    int say(String words, boolean wait) {
        Heard heard = Heard.sayIn(town, thread, "@%s %s".formatted(member.name(), words));
        if (!heard.about().contains(talk)) {
            heard.print(call.screen());
            return Exit.FAILED;
        }
        if (!wait) {
            call.screen()
                    .line(
                            "Heard: `gt thread %s/%s` shows the answer."
                                    .formatted(member.rig(), member.name()));
            return Exit.OK;
        }
        String answer = newest();
        for (Optional<String> key = open(); key.isPresent(); key = open()) {
            answer = key.get();
            call.screen().progress(0, 1, member.name() + " answers");
            call.pause(LOOK_AGAIN);
        }
        call.screen().eraseBar();
        String found = answer;
        Optional<Card> card =
                town.ledger().read(view -> view.post(found)).map(it -> CardJson.read(it.content()));
        card.ifPresent(it -> call.screen().line(PlainText.of(it)));
        return card.filter(it -> it.tone() == Card.Tone.BAD).isPresent() ? Exit.FAILED : Exit.OK;
    }

    /// The key of the post that will answer what was said last from here, until it has.
    private Optional<String> open() {
        return town.ledger()
                .read(view -> {
                    Talk now = Talks.get(view, talk);
                    boolean waits = isLast(now.waiting());
                    if (!waits && !isLast(now.answering())) {
                        return Optional.empty();
                    }
                    return Optional.of(
                            waits && !now.answering().isEmpty()
                                    ? now.laterKey(talk)
                                    : now.answerKey(talk));
                });
    }

    private boolean isLast(List<Message> messages) {
        return messages.stream().anyMatch(it -> it.by().equals(town.owner().actor()));
    }

    /// What it said last: the answer, where that came at once.
    private String newest() {
        return town.ledger().postsBefore(thread.key(), Long.MAX_VALUE, 20).stream()
                .filter(post -> post.author().equals(member.actor()))
                .map(Post::key)
                .reduce("", (_, later) -> later);
    }

    /// Waits until its session is gone.
    void awaitStopped() {
        while (town.ledger()
                .<Boolean>read(
                        view -> Talks.find(view, talk).flatMap(Talk::stoppedBy).isPresent())) {
            call.pause(LOOK_AGAIN);
        }
    }
}
