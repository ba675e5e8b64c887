package dev.townhall.core.worktree;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A worker's tree as its agent sees it.
public final class SimulatedTree {
    private final SimulatedGit git;
    private final NavigableMap<String, String> files = new TreeMap<>();
    private final List<CommitId> commits = new ArrayList<>();
    private final List<String> planted = new ArrayList<>();
    private String branch = "";
    private CommitId base;
    private CommitId head;

    SimulatedTree(SimulatedGit git, CommitId base) {
        this.git = git;
        this.base = base;
        this.head = base;
        files.putAll(git.commit(base).files());
    }

    public void write(String file, String content) {
        files.put(file, content);
    }

    public void delete(String file) {
        files.remove(file);
    }

    /// The agent puts a trap for the town into the tree's git directory, where it stays until the
    /// tree is filled anew.
    public void plant(String trap) {
        planted.add(trap);
    }

    List<String> planted() {
        return List.copyOf(planted);
    }

    public Optional<String> read(String file) {
        return Optional.ofNullable(files.get(file));
    }

    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    /// The agent commits all it changed.
    public CommitId commit(String author, Instant at, String message) {
        head = git.made(SimulatedCommit.of(files, List.of(head), author, at, message));
        commits.add(head);
        return head;
    }

    /// The agent puts away what it changed.
    public CommitId stash(String author, Instant at) {
        CommitId stash =
                git.made(
                        SimulatedCommit.of(
                                files, List.of(head, head), author, at, "WIP on tree\n"));
        commits.add(stash);
        fillWith(git.commit(head).files());
        return stash;
    }

    void fill(String newBranch, CommitId newBase) {
        branch = newBranch;
        base = newBase;
        head = newBase;
        commits.clear();
        planted.clear();
        fillWith(git.commit(newBase).files());
    }

    private void fillWith(Map<String, String> content) {
        files.clear();
        files.putAll(content);
    }

    /// Its files, path to content.
    public NavigableMap<String, String> content() {
        return Collections.unmodifiableNavigableMap(files);
    }

    /// Whether it holds something else than its last commit.
    public boolean isChanged() {
        return !git.commit(head).files().equals(files);
    }

    /// Every commit the agent made since the tree was filled.
    List<CommitId> commits() {
        return List.copyOf(commits);
    }

    String branch() {
        return branch;
    }

    CommitId base() {
        return base;
    }

    public CommitId head() {
        return head;
    }
}
