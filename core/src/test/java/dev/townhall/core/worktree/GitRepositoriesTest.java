package dev.townhall.core.worktree;

/// The contract on real git repositories.
class GitRepositoriesTest implements RepositoryContract {
    @Override
    public RepositoryScene scene() {
        return new RealScene();
    }
}
