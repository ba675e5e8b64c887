package dev.townhall.core.reception;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Places;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.talk.Message;
import dev.townhall.core.talk.Talks;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Talk with the mayor's agent, where the town has one: what is said is kept until it is answered,
/// and the post of the answer stands at once.
final class Talking {
    private static final Pattern TO_SOMEBODY_ELSE =
            Pattern.compile("@(?!mayor\\b)[A-Za-z].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int WORDS_MIN = 3;

    private final Posts posts;

    Talking(Posts posts) {
        this.posts = posts;
    }

    /// Whether the mayor is an agent with a model.
    static boolean isWithAgent(LedgerView view) {
        return AgentChoices.of(view)
                .choose(AgentChoice.Need.of(AgentRole.MAYOR, Optional.empty()))
                .isPresent();
    }

    /// Whether `verb` is talk for the mayor's agent: no verb, or one that only begins a sentence.
    static boolean isTalk(Asked asked, Verb verb, String text) {
        if (!isWithAgent(asked.tx())) {
            return false;
        }
        return switch (verb) {
            case Verb.Talk talk -> Mayor.misspelt(talk).isEmpty();
            case Verb.PlanWork plan -> plan.text().isBlank() && isSentence(text);
            case Verb.Show(Optional<String> id) -> isSentence(text) && isNoId(id);
            case Verb.ConvoyStatus(Optional<String> id) -> isSentence(text) && isNoId(id);
            case Verb.Ready(Optional<String> rig) ->
                    isSentence(text) && rig.filter(name -> isRig(asked.tx(), name)).isEmpty();
            case Verb.Help() -> isSentence(text);
            case Verb _ -> false;
        };
    }

    private static boolean isSentence(String text) {
        return text.strip().split("\\s+", WORDS_MIN).length >= WORDS_MIN;
    }

    private static boolean isNoId(Optional<String> id) {
        return id.filter(BeadId::isWellFormed).isEmpty();
    }

    private static boolean isRig(LedgerView view, String name) {
        return Rigs.list(view).stream().anyMatch(rig -> rig.name().text().equals(name));
    }

    /// Whether a message begins with the name of somebody else: then it is not for the mayor.
    static boolean isForSomebodyElse(String text) {
        return TO_SOMEBODY_ELSE.matcher(text.strip()).matches();
    }

    /// Keeps what was said for the mayor's agent; the answer will be the post that is begun here.
    Answer hear(Asked asked, String post, String text) {
        if (isForSomebodyElse(text)) {
            return Answer.line("That is not for me.").unposted();
        }
        if (asked.where() instanceof Conversation.CrewThread) {
            return Answer.line(
                    "In this thread one of the crew answers. Say it in the channel, where I do.");
        }
        if (!mayTalk(asked)) {
            return Answer.line(
                    "Talking with the mayor's agent costs tokens and needs the role operator, which you do not have here. The verbs that you may use are in help.");
        }
        Talks.Heard heard =
                Talks.hear(
                        asked.tx(),
                        asked.where().key(),
                        Actor.MAYOR,
                        AgentRole.MAYOR,
                        new Message(post, asked.person().actor(), text.strip(), asked.tx().now()));
        if (heard.first()) {
            posts.say(
                    asked.tx(),
                    heard.answerKey(),
                    asked.where(),
                    Actor.MAYOR,
                    Post.Urgency.NEWS,
                    note(heard.busy()));
        }
        return Answer.line(
                        "Heard: the mayor answers in %s.".formatted(asked.where().key()),
                        Talks.beadId(asked.where().key()))
                .unposted();
    }

    static Card note(boolean busy) {
        String text = busy ? "Heard. I answer after the one above." : "Heard. One moment …";
        return new Card(
                "",
                Card.Tone.WORKING,
                List.of(),
                Optional.empty(),
                List.of(new Card.Text(text)),
                List.of(),
                text);
    }

    private static boolean mayTalk(Asked asked) {
        Person person = asked.person();
        Optional<RigName> rig = Places.rigOf(asked.tx(), asked.where());
        return rig.map(name -> person.roleIn(name).covers(Role.OPERATOR))
                .orElseGet(() ->
                        person.role().covers(Role.OPERATOR)
                                || person.rigRoles().values().stream()
                                        .anyMatch(role -> role.covers(Role.OPERATOR)));
    }
}
