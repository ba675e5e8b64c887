package dev.townhall.core.simulation.check;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.crew.Removal;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.text.Fingerprint;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.SimulatedGit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;

/// What a member of the crew answered that it wrote stands in its tree at the end, whatever happened
/// in between; unless the member left, which takes with it what somebody agreed to lose and no more.
final class CrewChecks {
    /// How many answers each had given when it left last, by its conversation.
    private final Map<BeadId, Integer> left = new TreeMap<>();

    void check(LedgerView view, List<EventRecord> events) {
        for (EventRecord event : events) {
            if (Events.read(event) instanceof TownEvent.CrewLeft gone) {
                BeadId talk = Talks.beadId(new Conversation.CrewThread(gone.agentBead()).key());
                left.put(talk, Talks.find(view, talk).map(Talk::answered).orElse(0));
            }
        }
    }

    /// A member's tree is removed.
    static void removing(LedgerView view, Actor worker, List<String> lost) {
        Agent agent =
                Roster.all(view).stream()
                        .filter(it -> it.actor().equals(worker))
                        .findFirst()
                        .orElseThrow(() -> new Violation(worker + " is nobody"));
        CrewMember member = Crews.member(view, agent.beadId()).orElseThrow();
        Violation.unless(
                member.state() == CrewMember.State.DELETING,
                "the tree of %s is removed, which is %s",
                worker,
                member.state());
        Optional<String> agreed = member.removal().flatMap(Removal::agreed);
        Violation.unless(
                lost.isEmpty() || agreed.equals(Optional.of(Fingerprint.of(lost))),
                "%s is lost with %s, which nobody agreed to",
                lost,
                worker);
    }

    void settled(LedgerView view, SimulatedGit git, Repositories repositories, List<Post> posts) {
        for (Post post : posts) {
            Actor author = post.author();
            if (post.key().startsWith("talk:")
                    && author.text().contains("/crew/")
                    && !isBeforeItLeft(post.key())) {
                hasWritten(author, post, git, repositories);
            }
        }
        for (Agent agent : Roster.all(view)) {
            Optional<CrewMember> member = Crews.member(view, agent.beadId());
            Violation.unless(
                    member.filter(it -> it.state() == CrewMember.State.REMOVED).isEmpty()
                            || repositories.open(agent.rig()).tree(agent.actor()).isEmpty(),
                    "%s left, and its tree is there",
                    agent.actor());
        }
    }

    /// Keys of answers are `talk:<conversation>:<number>`.
    private boolean isBeforeItLeft(String key) {
        int number = key.lastIndexOf(':');
        BeadId talk = new BeadId(key.substring("talk:".length(), number));
        return Integer.parseInt(key.substring(number + 1)) <= left.getOrDefault(talk, 0);
    }

    private static void hasWritten(
            Actor author, Post post, SimulatedGit git, Repositories repositories) {
        List<String> marks =
                TalkChecks.ANSWERED
                        .matcher(PlainText.of(CardJson.read(post.content())))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList();
        if (marks.isEmpty()) {
            return;
        }
        RigName rig = new RigName(author.text().substring(0, author.text().indexOf('/')));
        Map<String, String> files =
                repositories
                        .open(rig)
                        .tree(author)
                        .map(folder -> git.tree(folder).content())
                        .orElseThrow(() -> new Violation(author + " has no tree"));
        marks.forEach(mark ->
                Violation.unless(
                        files.containsKey("note-" + mark),
                        "%s wrote note-%s, and its tree has only %s",
                        author,
                        mark,
                        files.keySet()));
    }
}
