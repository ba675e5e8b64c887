package dev.townhall.core.simulation.check;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.SimulatedGit;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/// What a member of the crew answered that it wrote stands in its tree at the end, whatever happened
/// in between.
final class CrewChecks {
    private CrewChecks() {}

    static void settled(SimulatedGit git, Repositories repositories, List<Post> posts) {
        for (Post post : posts) {
            Actor author = post.author();
            if (!post.key().startsWith("talk:") || !author.text().contains("/crew/")) {
                continue;
            }
            List<String> marks =
                    TalkChecks.ANSWERED
                            .matcher(PlainText.of(CardJson.read(post.content())))
                            .results()
                            .map((MatchResult found) -> found.group(1))
                            .toList();
            if (marks.isEmpty()) {
                continue;
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
}
