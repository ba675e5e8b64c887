package dev.townhall.core.rig;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Confinement.Need;
import dev.townhall.core.foundation.process.Confinement.Network;
import dev.townhall.core.foundation.process.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a rig's sessions and gates are confined. Stored with the rig.
///
/// @param limits what each of them may take of the machine; empty for [Limits#DEFAULT]
/// @param caches folders all of them may write, such as `/home/ada/.m2`
/// @param readable files and folders they may read besides the system's, such as a tool's
public record Sandboxing(
        Need need,
        Network network,
        List<String> caches,
        List<String> readable,
        Optional<Limits> limits) {
    public static final Sandboxing DEFAULT =
            new Sandboxing(Need.PREFERRED, Network.OPEN, List.of(), List.of(), Optional.empty());

    public Sandboxing {
        caches = List.copyOf(caches);
        readable = List.copyOf(readable);
        for (String cache : caches) {
            for (String other : caches) {
                Check.that(
                        cache.equals(other) || !Path.of(other).startsWith(cache),
                        "The cache %s lies in the cache %s: whoever writes the outer one could put a link to anything in its place. Name one of them.",
                        other,
                        cache);
            }
        }
    }

    /// What each of them may take of the machine.
    public Limits limited() {
        return limits.orElse(Limits.DEFAULT);
    }

    /// As the processes understand it; the tree and what it borrows are still to be added.
    public Confinement confinement() {
        return new Confinement(need, network, paths(caches), paths(readable)).withLimits(limited());
    }

    private static List<Path> paths(List<String> texts) {
        return texts.stream().map(Path::of).toList();
    }
}
