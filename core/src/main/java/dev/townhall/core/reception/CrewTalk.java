package dev.townhall.core.reception;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.CrewCard;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.Role;
import dev.townhall.core.talk.Message;
import dev.townhall.core.talk.Talks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Talk with members of the crew: what begins with `@` and a member's name, and what is said in a
/// member's thread. Wherever it was said, it is answered in that thread.
final class CrewTalk {
    private static final Pattern HANDLE =
            Pattern.compile(
                    "@([A-Za-z][A-Za-z0-9]*)(?![A-Za-z0-9_-])[:,]?\\s*(.*)", Pattern.DOTALL);
    private static final Pattern TOWN =
            Pattern.compile("(?:/gt|@mayor)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Posts posts;

    CrewTalk(Posts posts) {
        this.posts = posts;
    }

    /// A message for a member.
    ///
    /// @param words without its name
    record Said(Agent member, String words) {}

    /// Whom of a crew a message is for, if it is.
    static Optional<Said> to(Asked asked, Verb verb, String text) {
        String said = text.strip();
        Matcher handle = HANDLE.matcher(said);
        if (handle.matches()) {
            Optional<Agent> named = named(asked, handle.group(1).toLowerCase(Locale.ROOT));
            if (named.isPresent()) {
                return Optional.of(new Said(named.get(), handle.group(2).strip()));
            }
            if (verb instanceof Verb.Talk) {
                CrewVerbs.refuseStranger(asked, handle.group(1));
            }
        }
        boolean here =
                !handle.matches()
                        && !TOWN.matcher(said).matches()
                        && !isVerb(asked.tx(), verb, said);
        return asked.where() instanceof Conversation.CrewThread(BeadId member) && here
                ? Optional.of(new Said(Roster.get(asked.tx(), member), said))
                : Optional.empty();
    }

    private static Optional<Agent> named(Asked asked, String name) {
        Optional<RigName> here = asked.impliedRig();
        if (here.isPresent()) {
            return Crews.find(asked.tx(), here.get(), name);
        }
        List<Agent> all =
                Crews.all(asked.tx()).stream()
                        .filter(member -> member.name().equals(name))
                        .filter(member -> asked.person().roleIn(member.rig()).covers(Role.VIEWER))
                        .toList();
        if (all.size() > 1) {
            throw TownException.badInput(
                    "There is a %s in the crews of %s. Say it in the channel of one of them."
                            .formatted(
                                    name,
                                    String.join(
                                            " and ",
                                            all.stream().map(it -> it.rig().text()).toList())));
        }
        return all.stream().findFirst();
    }

    /// In a member's thread only what can be nothing else is a verb: a look at how things stand that
    /// stands alone, or one about a thing that is there.
    private static boolean isVerb(Transaction tx, Verb verb, String said) {
        List<String> words = List.of(said.split("\\s+", 3));
        return switch (verb) {
            case Verb.Talk _ -> false;
            case Verb.CrewList _, Verb.CrewStop _ -> true;
            case Verb.Help _, Verb.Status _, Verb.Inbox _, Verb.WhoAmI _, Verb.Cost _ ->
                    words.size() == 1 || isThere(tx, words);
            case Verb _ -> isThere(tx, words);
        };
    }

    private static boolean isThere(Transaction tx, List<String> words) {
        return words.size() > 1
                && (BeadId.isWellFormed(words.get(1))
                        && tx.find(new BeadId(words.get(1))).isPresent());
    }

    /// Keeps what was said until the member answers it; the post of the answer is begun here.
    ///
    /// @param key of the post that it was heard in
    /// @param text as it was said
    Answer hear(Asked asked, String key, Said said, String text) {
        Agent member = said.member();
        if (!mayTalk(asked, member)) {
            return Answer.line(
                    "Talking with %s costs tokens and needs the role operator, which you do not have on rig %s."
                            .formatted(member.name(), member.rig()));
        }
        Transaction tx = asked.tx();
        if (active(tx, member).isEmpty()) {
            return Answer.line(
                    "%s is in the crew of %s no more. On the terminal: gt crew add %s."
                            .formatted(member.name(), member.rig(), member.name()));
        }
        if (said.words().isEmpty()) {
            return Answer.line(
                    "Say behind the name what %s is to do or to answer: @%s …"
                            .formatted(member.name(), member.name()));
        }
        Conversation thread = new Conversation.CrewThread(member.beadId());
        boolean elsewhere = !asked.where().equals(thread);
        String heardAs = elsewhere ? key + ":crew" : key;
        if (elsewhere) {
            posts.heard(tx, heardAs, thread, asked.person().actor(), text);
        }
        Talks.Heard heard =
                Talks.hear(
                        tx,
                        thread.key(),
                        member.actor(),
                        AgentRole.CREW,
                        new Message(heardAs, asked.person().actor(), said.words(), tx.now()));
        if (heard.first()) {
            posts.say(
                    tx,
                    heard.answerKey(),
                    thread,
                    member.actor(),
                    Post.Urgency.NEWS,
                    Talking.note(heard.busy()));
        }
        return Answer.line(
                        "Heard: %s answers in its thread.".formatted(member.name()),
                        Talks.beadId(thread.key()))
                .postedIf(elsewhere);
    }

    /// Puts the member's card at the head of its thread, before the first thing that is said there by
    /// somebody who may.
    void open(Asked asked, Said said) {
        Agent member = said.member();
        Transaction tx = asked.tx();
        Optional<CrewMember> known = active(tx, member);
        if (known.isPresent()
                && mayTalk(asked, member)
                && !said.words().isEmpty()
                && tx.post(CrewCard.key(member.beadId())).isEmpty()) {
            posts.say(
                    tx,
                    CrewCard.key(member.beadId()),
                    new Conversation.CrewThread(member.beadId()),
                    member.actor(),
                    Post.Urgency.NEWS,
                    CrewCard.of(member, known.get()));
        }
    }

    private static boolean mayTalk(Asked asked, Agent member) {
        return asked.person().roleIn(member.rig()).covers(Role.OPERATOR);
    }

    private static Optional<CrewMember> active(Transaction tx, Agent member) {
        return Crews.member(tx, member.beadId())
                .filter(it -> it.state() == CrewMember.State.ACTIVE);
    }
}
