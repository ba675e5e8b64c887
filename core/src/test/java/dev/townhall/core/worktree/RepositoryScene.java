package dev.townhall.core.worktree;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What stands around the repositories in a test: a remote that others push to, and agents that
/// write into their trees. One implementation for the real thing, one for the twin.
interface RepositoryScene extends AutoCloseable {
    Repositories repositories();

    /// The remote that [#outsiderCommits] and the others speak of; it has a commit on `main` with
    /// the files `README` ("hello\n") and `src/a.txt` ("one\ntwo\nthree\n").
    String remote();

    /// Somebody pushes a commit that sets `file` to the remote's main.
    CommitId outsiderCommits(String file, String content);

    /// From now on the remote refuses pushes, saying `reason`; empty lets them pass again.
    void refusePushes(Optional<String> reason);

    /// From now on the remote cannot be reached, or can again.
    void unreachable(boolean away);

    CommitId remoteHead();

    /// The titles on the remote's main, newest first.
    List<String> remoteTitles();

    /// The last commit's whole message, and its author.
    String remoteMessage();

    String remoteAuthor();

    /// What the remote's main holds at `file`.
    Optional<String> remoteFile(String file);

    /// The agent in `tree` writes, deletes or reads a file.
    void write(Path tree, String file, String content);

    void delete(Path tree, String file);

    Optional<String> read(Path tree, String file);

    /// Every file in the tree, sorted, the git folder apart.
    List<String> files(Path tree);

    /// The agent commits all it changed.
    CommitId agentCommits(Path tree, String message);

    /// The agent stashes what it changed.
    void agentStashes(Path tree);

    /// What a commit of the town's store holds at `file`.
    Optional<String> stored(CommitId commit, String file);

    @Override
    void close();
}
