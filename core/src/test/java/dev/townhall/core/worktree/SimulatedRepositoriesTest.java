package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.worktree.SimulatedRepositories.Boundary;
import dev.townhall.core.worktree.SimulatedRepositories.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract on the twin, and what only the twin can do.
class SimulatedRepositoriesTest implements RepositoryContract {
    private static final String REMOTE = "sim://shop";

    @Override
    public RepositoryScene scene() {
        return new Scene();
    }

    @Test
    void aTownThatDiesAfterThePushFindsItDone() {
        SimulatedGit git = new SimulatedGit();
        git.addRemote(REMOTE, Map.of("README", "hello\n"));
        Boundary deadly =
                (call, moment) -> {
                    if (call.name().equals("push") && moment == Moment.WITHIN) {
                        throw new IllegalStateException("dead");
                    }
                };
        Repositories first = new SimulatedRepositories(git, new Still(), deadly);
        CommitId base = first.clone(SHOP, REMOTE).head();
        RigRepository shop = first.open(SHOP);
        Path tree = shop.prepare(NUX, NUX_ONE, base);
        git.tree(tree).write("one.txt", "1\n");
        CommitId head = shop.save(NUX, NUX_ONE, base, ONE, "One", NOON).orElseThrow();
        CommitId tip =
                shop.stack(
                                base,
                                List.of(new RigRepository.Candidate(NUX_ONE, base, head, NUX, ONE)))
                        .tip();
        assertThatThrownBy(() -> shop.push(base, tip)).hasMessage("dead");

        RigRepository again = new SimulatedRepositories(git, new Still(), Boundary.NONE).open(SHOP);

        assertThat(again.targetHead()).isEqualTo(base);
        assertThat(again.push(base, tip)).isEqualTo(new RigRepository.Pushed());
        assertThat(git.log(REMOTE)).hasSize(2);
        assertThat(git.log(REMOTE).getFirst().bead()).contains("sh-1");
    }

    @Test
    void aStoreThatLostACommitSaysSo() {
        SimulatedGit git = new SimulatedGit();
        git.addRemote(REMOTE, Map.of("README", "hello\n"));
        Repositories repositories = new SimulatedRepositories(git, new Still(), Boundary.NONE);
        CommitId base = repositories.clone(SHOP, REMOTE).head();
        RigRepository shop = repositories.open(SHOP);
        Path tree = shop.prepare(NUX, NUX_ONE, base);
        git.tree(tree).write("one.txt", "1\n");
        CommitId head = shop.save(NUX, NUX_ONE, base, ONE, "One", NOON).orElseThrow();
        List<String> before = shop.check();

        git.damage(SHOP, head);

        assertThat(before).isEmpty();
        assertThat(shop.check()).singleElement().asString().contains(head.shortText());
    }

    @Test
    void whatNobodyCanReachIsLost() {
        SimulatedGit git = new SimulatedGit();
        git.addRemote(REMOTE, Map.of("README", "hello\n"));
        Repositories repositories = new SimulatedRepositories(git, new Still(), Boundary.NONE);
        CommitId base = repositories.clone(SHOP, REMOTE).head();
        Path tree = repositories.open(SHOP).prepare(NUX, NUX_ONE, base);
        git.tree(tree).write("one.txt", "1\n");
        CommitId commit = git.tree(tree).commit("nux", NOON, "Mine\n");
        List<CommitId> before = git.lost();

        repositories.remove(SHOP);

        assertThat(before).isEmpty();
        assertThat(git.lost()).containsExactly(commit);
    }

    private record Still() implements Time {
        @Override
        public Instant now() {
            return NOON;
        }

        @Override
        public Duration elapsed() {
            return Duration.ZERO;
        }
    }

    private static final class Scene implements RepositoryScene {
        private static final String AGENT = "nux <shop/polecats/nux@townhall.localhost>";

        private final SimulatedGit git = new SimulatedGit();
        private final Repositories repositories =
                new SimulatedRepositories(git, new Still(), Boundary.NONE);

        Scene() {
            git.addRemote(REMOTE, Map.of("README", "hello\n", "src/a.txt", "one\ntwo\nthree\n"));
        }

        @Override
        public Repositories repositories() {
            return repositories;
        }

        @Override
        public String remote() {
            return REMOTE;
        }

        @Override
        public CommitId outsiderCommits(String file, String content) {
            return git.outsiderCommits(REMOTE, file, content);
        }

        @Override
        public void refusePushes(Optional<String> reason) {
            git.refusePushes(REMOTE, reason);
        }

        @Override
        public void unreachable(boolean away) {
            git.unreachable(REMOTE, away);
        }

        @Override
        public CommitId remoteHead() {
            return git.remoteHead(REMOTE);
        }

        @Override
        public List<String> remoteTitles() {
            return git.log(REMOTE).stream().map(SimulatedCommit::title).toList();
        }

        @Override
        public String remoteMessage() {
            return git.log(REMOTE).getFirst().message();
        }

        @Override
        public String remoteAuthor() {
            return git.log(REMOTE).getFirst().author();
        }

        @Override
        public Optional<String> remoteFile(String file) {
            return stored(remoteHead(), file);
        }

        @Override
        public void write(Path tree, String file, String content) {
            git.tree(tree).write(file, content);
        }

        @Override
        public void delete(Path tree, String file) {
            git.tree(tree).delete(file);
        }

        @Override
        public Optional<String> read(Path tree, String file) {
            return git.tree(tree).read(file);
        }

        @Override
        public List<String> files(Path tree) {
            return git.tree(tree).files();
        }

        @Override
        public CommitId agentCommits(Path tree, String message) {
            return git.tree(tree).commit(AGENT, NOON, message + "\n");
        }

        @Override
        public void agentStashes(Path tree) {
            git.tree(tree).stash(AGENT, NOON);
        }

        @Override
        public Optional<String> stored(CommitId commit, String file) {
            return Optional.ofNullable(git.commit(commit).files().get(file));
        }

        @Override
        public void close() {}
    }
}
