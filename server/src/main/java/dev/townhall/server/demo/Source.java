package dev.townhall.server.demo;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.worktree.GitRepositories;
import dev.townhall.core.worktree.Repositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The repository the demo works on: looked at once, and copied to a bare one of the demo's own, to
/// which the town pushes. The original is only ever read.
///
/// @param shown what was asked for, for people
/// @param remote the copy
/// @param notes what the copy does not contain
record Source(
        String shown, RigName rig, String branch, String head, Path remote, List<String> notes) {
    private static final RigName LOOKED_AT = new RigName("source");

    /// BAD_INPUT in one line when it cannot be used.
    static Source copy(DemoRequest request, Path folder, Git git, Map<String, String> environment) {
        String asked = asked(request, git);
        Path clones = folder.resolve("source");
        try (GitRepositories repositories =
                new GitRepositories(clones, git.processes(), new SystemTime(), environment)) {
            Repositories.Cloned cloned = look(repositories, asked);
            Path store = clones.resolve(LOOKED_AT.text()).resolve("repo.git");
            Path remote = folder.resolve("remote.git");
            String branch = cloned.defaultBranch();
            git.run(folder, "init", "--quiet", "--bare", remote.toString());
            git.in(remote, "config", "receive.shallowUpdate", "true");
            git.in(remote, "symbolic-ref", "HEAD", "refs/heads/" + branch);
            git.in(
                    store,
                    "push",
                    "--quiet",
                    remote.toString(),
                    cloned.head().text() + ":refs/heads/" + branch);
            repositories.remove(LOOKED_AT);
            return new Source(
                    asked, rigName(asked), branch, cloned.head().text(), remote, cloned.notes());
        }
    }

    private static Repositories.Cloned look(GitRepositories repositories, String asked) {
        try {
            return repositories.clone(LOOKED_AT, asked);
        } catch (TownException e) {
            throw new TownException(
                    e.code() == ErrorCode.UNAVAILABLE ? ErrorCode.BAD_INPUT : e.code(),
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    private static String asked(DemoRequest request, Git git) {
        if (request.repository().isPresent()) {
            String named = request.repository().get();
            boolean address =
                    named.contains("://")
                            || (named.matches("[^/]+:.*")
                                    && !Files.exists(request.folder().resolve(named)));
            return address ? named : request.folder().resolve(named).normalize().toString();
        }
        Optional<String> top =
                git.answer(request.folder(), "rev-parse", "--show-toplevel")
                        .filter(path -> !path.isEmpty());
        return top.or(() -> git.answer(request.folder(), "rev-parse", "--absolute-git-dir"))
                .orElseThrow(() ->
                        TownException.badInput(
                                "%s is in no git repository. Name one: gt demo --repo PATH|URL"
                                        .formatted(request.folder())));
    }

    private static RigName rigName(String asked) {
        String last = asked.replaceAll("/+$", "").replaceAll("(/\\.git|\\.git)$", "");
        String name =
                last.substring(Math.max(last.lastIndexOf('/'), last.lastIndexOf(':')) + 1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9_-]+", "-")
                        .replaceAll("^[^a-z]+", "");
        String fit = name.length() > 40 ? name.substring(0, 40) : name;
        return new RigName(fit.isEmpty() ? "demo" : fit);
    }
}
