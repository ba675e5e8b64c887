package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Where a rig's things lie:
///
/// ```
///   <rigs>/<rig>/repo.git               the store
///   <rigs>/<rig>/trees/polecats/nux     a worker's tree, with a git directory of its own
///   <rigs>/<rig>/index/polecats/nux     what the town knows of that tree
///   <rigs>/<rig>/branches/polecats/nux  the branch that tree was filled for
///   <rigs>/<rig>/aside/polecats/nux     its files that were too large to rescue
///   <rigs>/<rig>/making/…               things half made; may be deleted at any time
/// ```
record RigFolders(RigName rig, Path root) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,99}");

    Path store() {
        return root.resolve("repo.git");
    }

    Path trees() {
        return root.resolve("trees");
    }

    Path tree(String worker) {
        return trees().resolve(worker);
    }

    Path index(String worker) {
        return root.resolve("index").resolve(worker);
    }

    /// Names the branch the worker's tree was filled for.
    Path branch(String worker) {
        return root.resolve("branches").resolve(worker);
    }

    /// What was too large to rescue.
    Path aside(String worker) {
        return root.resolve("aside").resolve(worker);
    }

    Path making(String what) {
        return root.resolve("making").resolve(what);
    }

    /// The worker's path inside its rig: `shop/polecats/nux` is `polecats/nux`. It becomes a folder
    /// and part of a ref's name, so every part must be fit for both.
    String worker(Actor actor) {
        String text = actor.text();
        String own = rig + "/";
        String path = text.startsWith(own) ? text.substring(own.length()) : text;
        for (String part : path.split("/", -1)) {
            Check.that(
                    PART.matcher(part).matches()
                            && !part.contains("..")
                            && !part.endsWith(".")
                            && !part.endsWith(".lock"),
                    "%s cannot have a tree: '%s' is no name for a folder and a branch.",
                    actor,
                    part);
        }
        return path;
    }

    Actor actor(String worker) {
        return new Actor(rig + "/" + worker);
    }
}
