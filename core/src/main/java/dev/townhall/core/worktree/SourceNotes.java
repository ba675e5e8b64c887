package dev.townhall.core.worktree;

import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.text.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/// What a clone does not contain of the repository it was made from, a line each.
final class SourceNotes {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final GitProgram git;

    SourceNotes(GitProgram git) {
        this.git = git;
    }

    List<String> of(String remote, Store store) throws IOException {
        List<String> notes = new ArrayList<>();
        Optional<Path> folder = Remotes.folder(remote);
        if (folder.isPresent()) {
            changes(folder.get(), notes);
            stashes(folder.get(), notes);
        }
        if (store.shallow().isPresent()) {
            notes.add("Older history: the repository is a shallow clone, its history is cut off.");
        }
        contents(store, notes);
        return notes;
    }

    private void changes(Path folder, List<String> notes) {
        Optional<String> bare = answer(folder, "rev-parse", "--is-bare-repository");
        if (!bare.equals(Optional.of("false"))) {
            return;
        }
        List<String> arguments = new ArrayList<>(withoutFilters(folder));
        arguments.addAll(
                List.of("status", "--porcelain", "--untracked-files=all", "--ignore-submodules"));
        Optional<String> status = answer(folder, arguments.toArray(String[]::new));
        if (status.isEmpty()) {
            notes.add("Uncommitted changes, if any: git could not tell.");
            return;
        }
        long files = status.get().lines().count();
        if (files > 0) {
            notes.add(
                    "Uncommitted changes in %s: commit them to have them in the rig."
                            .formatted(Counted.of(files, "file")));
        }
    }

    /// Settings that keep git from running the filter programs that the folder's configuration names.
    private List<String> withoutFilters(Path folder) {
        List<String> settings = new ArrayList<>();
        answer(
                        folder,
                        "config",
                        "--name-only",
                        "--get-regexp",
                        "^filter\\..*\\.(clean|smudge|process|required)$")
                .ifPresent(names ->
                        names.lines()
                                .distinct()
                                .forEach(name -> {
                                    settings.add("-c");
                                    settings.add(
                                            name.endsWith(".required")
                                                    ? name + "=false"
                                                    : name + "=");
                                }));
        return settings;
    }

    private void stashes(Path folder, List<String> notes) {
        answer(folder, "rev-list", "--walk-reflogs", "--count", "refs/stash", "--")
                .filter(count -> count.matches("[1-9][0-9]*"))
                .ifPresent(count -> notes.add("Stashes: " + count + "."));
    }

    private static void contents(Store store, List<String> notes) throws IOException {
        NavigableMap<String, Leaf> files = store.listing(store.treeOf(store.targetHead()));
        List<String> nested =
                files.entrySet().stream()
                        .filter(e -> e.getValue().mode() == Leaf.NESTED)
                        .map(e -> RawNames.text(e.getKey()))
                        .toList();
        if (!nested.isEmpty()) {
            notes.add("Files of submodules: " + String.join(", ", nested) + ".");
        }
    }

    private Optional<String> answer(Path folder, String... arguments) {
        Processes.Exit exit = git.inside(folder, WITHIN, List.of(arguments));
        return exit.isSuccess() ? Optional.of(exit.output().strip()) : Optional.empty();
    }
}
