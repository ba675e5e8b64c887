package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a child in the sandbox sees of the machine, as options of bubblewrap.
///
/// @param tools folders of programs outside the system's own: a JDK, a Node
/// @param hidden folders no child may see as a whole: the town's, the user's home
/// @param home the user's home, if it has one
record SystemFolders(List<Path> tools, List<Path> hidden, @Nullable Path home) {
    private static final long TMP_BYTES_MAX = 2L << 30;
    private static final long SHM_BYTES_MAX = 1L << 30;

    private static final List<String> ROOTS =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store");

    /// What programs need to run, to know names of users and hosts, and to trust certificates. Not
    /// the whole of `/etc`: shadow, keys and settings of services are in it. And not much: each mount
    /// costs nearly a millisecond.
    private static final String ETC =
            """
            passwd group nsswitch.conf hosts services localtime ld.so.cache alternatives os-release
            ssl/certs ssl/openssl.cnf ssl/cert.pem pki/tls/certs pki/ca-trust pki/java
            crypto-policies gitconfig npmrc pip.conf maven fonts
            """;

    /// Settings of language runtimes, whose names carry a version.
    private static final String ETC_VERSIONED = "{java,php,ruby}*";

    /// Folders of a home that hold nothing but programs.
    private static final Set<String> TOOL_HOMES =
            Set.of(
                    ".pyenv", ".rbenv", ".nodenv", ".jenv", ".nvm", ".sdkman", ".asdf", ".volta",
                    ".bun", ".deno", ".rustup", ".jdks", "go");

    SystemFolders {
        tools = List.copyOf(tools);
        hidden = List.copyOf(hidden);
    }

    /// For the programs that `environment` names.
    static SystemFolders of(Map<String, String> environment, List<Path> absent) {
        String homeText = environment.getOrDefault("HOME", "");
        Path home = homeText.startsWith("/") ? Path.of(homeText).normalize() : null;
        List<Path> hidden = new ArrayList<>(absent);
        if (home != null && home.getNameCount() > 0) {
            hidden.add(home);
        }
        Set<Path> tools = new LinkedHashSet<>();
        for (String entry : environment.getOrDefault("PATH", "").split(":", -1)) {
            addTools(tools, entry, home);
        }
        addTools(tools, environment.getOrDefault("JAVA_HOME", "") + "/bin", home);
        tools.removeIf(tool -> isSystem(tool) || hidden.stream().anyMatch(h -> h.startsWith(tool)));
        return new SystemFolders(List.copyOf(tools), hidden, home);
    }

    /// The folder of programs and, where that is the program's own, the one around it.
    private static void addTools(Set<Path> tools, String entry, @Nullable Path home) {
        Path folder = entry.startsWith("/") ? Path.of(entry).normalize() : null;
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        Path around = folder.getParent();
        if (home == null || !folder.startsWith(home)) {
            boolean own = around != null && around.getNameCount() > 1;
            tools.add(own && folder.endsWith("bin") ? around : folder);
            return;
        }
        Path below = home.relativize(folder);
        if (TOOL_HOMES.contains(below.getName(0).toString())) {
            tools.add(home.resolve(below.getName(0)));
        } else if (below.getNameCount() > 2 && folder.endsWith("bin") && around != null) {
            tools.add(around);
        } else if (below.getNameCount() > 1) {
            tools.add(folder);
        }
        if (below.startsWith(".cargo") && Files.isDirectory(home.resolve(".rustup"))) {
            tools.add(home.resolve(".rustup"));
        }
    }

    private static boolean isSystem(Path path) {
        return ROOTS.stream().anyMatch(path::startsWith) || path.startsWith("/etc");
    }

    /// The mounts for a child: later ones lie over earlier ones.
    List<String> mounts(Confinement confinement, Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        ROOTS.forEach(root -> root(options, Path.of(root)));
        etc(options, confinement.network());
        options.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        long memory = confinement.limits().memoryBytes();
        inMemory(options, "/dev/shm", SHM_BYTES_MAX, memory / 4);
        inMemory(options, "/tmp", TMP_BYTES_MAX, memory / 2);
        options.addAll(List.of("--symlink", "/tmp", "/var/tmp"));
        tools.forEach(tool -> bind(options, "--ro-bind-try", tool, tool));
        hidden.stream()
                .filter(path -> isSystem(path) || tools.stream().anyMatch(path::startsWith))
                .forEach(path -> options.addAll(List.of("--tmpfs", path.toString())));
        given(confinement, environment)
                .forEach((target, mount) -> bind(options, mount.option(), mount.source(), target));
        for (String closed : List.of("/proc", "/dev", "/")) {
            options.addAll(List.of("--remount-ro", closed));
        }
        return options;
    }

    private record Mount(String option, Path source) {}

    /// By place, so that what lies inside another comes after it.
    private Map<Path, Mount> given(Confinement confinement, Map<String, String> environment) {
        Map<Path, Mount> mounts = new TreeMap<>(Comparator.comparing(Path::toString));
        confinement
                .traps()
                .forEach((place, thing) -> {
                    if (hasRoom(place)) {
                        mounts.put(place, new Mount("--ro-bind", thing));
                    }
                });
        confinement.readable().forEach(path -> mounts.put(path, new Mount("--ro-bind", path)));
        Path own = Path.of(environment.getOrDefault("HOME", "/"));
        for (Path path : confinement.writable()) {
            mounts.put(path, new Mount("--bind", path));
            if (home != null
                    && path.startsWith(home)
                    && !own.startsWith(path)
                    && hidden.stream().noneMatch(h -> !h.equals(home) && path.startsWith(h))) {
                mounts.putIfAbsent(own.resolve(home.relativize(path)), new Mount("--bind", path));
            }
        }
        return mounts;
    }

    /// Whether something can be put there: where a folder is shown read-only nothing can be, and what
    /// lies around a folder of programs would cover it.
    private boolean hasRoom(Path place) {
        return tools.stream().noneMatch(tool -> tool.startsWith(place))
                && Stream.concat(ROOTS.stream().map(Path::of), tools.stream())
                        .filter(place::startsWith)
                        .allMatch(shown -> isHiddenIn(shown, place));
    }

    /// Whether a child under `confinement` finds `file` at its place anyway.
    boolean shows(Confinement confinement, Path file) {
        return Stream.concat(confinement.readable().stream(), confinement.writable().stream())
                        .anyMatch(file::startsWith)
                || Stream.concat(ROOTS.stream().map(Path::of), tools.stream())
                        .anyMatch(shown -> file.startsWith(shown) && !isHiddenIn(shown, file));
    }

    /// The folder around `path` that no child may see, if there is one.
    Optional<Path> around(Path path) {
        return hidden.stream().filter(path::startsWith).findFirst();
    }

    /// Whether something no child may see lies in `folder`.
    boolean isAroundHidden(Path folder) {
        return hidden.stream().anyMatch(it -> it.startsWith(folder));
    }

    private boolean isHiddenIn(Path shown, Path place) {
        return hidden.stream().anyMatch(h -> h.startsWith(shown) && place.startsWith(h));
    }

    private static void root(List<String> options, Path root) {
        if (Files.isSymbolicLink(root)) {
            try {
                String target = Files.readSymbolicLink(root).toString();
                options.addAll(List.of("--symlink", target, root.toString()));
            } catch (IOException e) {
                return; // Gone since: the probe tells what is missing.
            }
        } else if (Files.isDirectory(root)) {
            bind(options, "--ro-bind", root, root);
        }
    }

    private static void etc(List<String> options, Confinement.Network network) {
        Path etc = Path.of("/etc");
        for (String name : ETC.strip().split("\\s+", -1)) {
            Path path = etc.resolve(name);
            if (Files.exists(path)) {
                bind(options, "--ro-bind", path, path);
            }
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(etc, ETC_VERSIONED)) {
            for (Path path : found) {
                bind(options, "--ro-bind", path, path);
            }
        } catch (IOException e) {
            return; // A system without /etc has none of them.
        }
        if (network == Confinement.Network.OPEN) {
            bind(options, "--ro-bind-try", etc.resolve("resolv.conf"), etc.resolve("resolv.conf"));
        }
    }

    /// A folder that lies in memory: with little memory, a small one.
    private static void inMemory(List<String> options, String place, long bytesMax, long share) {
        long bytes = share == 0 ? bytesMax : Math.min(bytesMax, share);
        options.addAll(List.of("--size", Long.toString(bytes), "--tmpfs", place));
    }

    private static void bind(List<String> options, String option, Path source, Path target) {
        options.addAll(List.of(option, source.toString(), target.toString()));
    }
}
