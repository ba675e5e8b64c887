package dev.townhall.server.command;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement.Need;
import dev.townhall.core.foundation.process.Confinement.Network;
import dev.townhall.core.rig.Sandboxing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a rig's sessions and gates are confined, on the command line.
final class SandboxOptions {
    @Option(
            names = "--sandbox",
            paramLabel = "required|preferred|off",
            description = "Whether workers and gates run in the system's sandbox.")
    private @Nullable String need;

    @Option(
            names = "--network",
            paramLabel = "open|off",
            description = "What they reach from inside it.")
    private @Nullable String network;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "A folder they may write, such as ~/.m2; may be given again.")
    private @Nullable List<Path> caches;

    @Option(names = "--no-caches", description = "Removes all caches.")
    private boolean noCaches;

    @Option(
            names = "--readable",
            paramLabel = "PATH",
            description = "What they may read besides the system; may be given again.")
    private @Nullable List<Path> readable;

    @Option(names = "--no-readable", description = "Removes all of those.")
    private boolean noReadable;

    @Mixin private LimitOptions limits = new LimitOptions();

    /// `before` with what was given; empty stays empty when nothing was.
    Optional<Sandboxing> changed(Optional<Sandboxing> before, Call call) {
        if (need == null
                && network == null
                && caches == null
                && readable == null
                && !noCaches
                && !noReadable
                && !limits.isAny()) {
            return before;
        }
        Sandboxing old = before.orElse(Sandboxing.DEFAULT);
        return Optional.of(
                new Sandboxing(
                        need == null ? old.need() : one(Need.values(), need, "--sandbox"),
                        network == null
                                ? old.network()
                                : one(Network.values(), network, "--network"),
                        paths(caches, noCaches, old.caches(), call),
                        paths(readable, noReadable, old.readable(), call),
                        limits.changed(old.limits())));
    }

    private static <E extends Enum<E>> E one(E[] values, String text, String option) {
        return Arrays.stream(values)
                .filter(value -> word(value).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        TownException.badInput(
                                "%s is one of %s; found '%s'."
                                        .formatted(
                                                option,
                                                Arrays.stream(values)
                                                        .map(SandboxOptions::word)
                                                        .collect(Collectors.joining(", ")),
                                                text)));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> paths(
            @Nullable List<Path> given, boolean none, List<String> old, Call call) {
        if (none) {
            return List.of();
        }
        return given == null
                ? old
                : given.stream().map(path -> checked(path, call)).distinct().toList();
    }

    /// A path that is there, and with which the town gives nothing of its own away.
    private static String checked(Path given, Call call) {
        Path path = call.folder().resolve(given).normalize();
        if (!Files.exists(path)) {
            throw TownException.badInput("There is no %s. Make it first.".formatted(path));
        }
        Path town = call.town().folder().path();
        if (path.startsWith(town) || town.startsWith(path)) {
            throw TownException.badInput(
                    "%s cannot be shared with workers: the town itself is there (%s)."
                            .formatted(path, town));
        }
        call.town()
                .sandbox()
                .refusal(
                        new dev.townhall.core.foundation.process.Confinement(
                                Need.PREFERRED, Network.OPEN, List.of(path), List.of()))
                .ifPresent(why -> {
                    throw TownException.badInput(why);
                });
        return path.toString();
    }
}
