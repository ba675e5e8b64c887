package dev.townhall.core.foundation.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where secrets of the town and its user are, outside of every sandbox: the places of [Traps].
///
/// Each costs a mount a start, so these are the few that somebody who looks for secrets tries first.
/// A file's own place is chosen rather than its folder's, where programs may lie in that, too.
///
/// @param at where it stands; the same thing under each of these names
/// @param names what of a folder is a trap, below it; none when it is one itself
/// @param socket what it is called to connect to it, by its name in the folder: "" for itself
record TrapPlace(List<Path> at, Owner owner, List<String> names, Optional<Socket> socket) {
    /// @param called as the end of "It tried to …"
    record Socket(String name, String called) {
        boolean isPlaceItself() {
            return name.isEmpty();
        }
    }

    /// Whose places these are, for people, and the folder they are in.
    private record Owner(String word, Path folder) {
        TrapPlace file(String name) {
            return new TrapPlace(List.of(folder.resolve(name)), this, List.of(), Optional.empty());
        }

        TrapPlace folder(String name, String... names) {
            return new TrapPlace(
                    List.of(folder.resolve(name)), this, List.of(names), Optional.empty());
        }
    }

    private static final List<String> LOGINS =
            List.of(
                    ".git-credentials",
                    ".netrc",
                    ".config/gh/hosts.yml",
                    ".config/gcloud/application_default_credentials.json",
                    ".docker/config.json",
                    ".kube/config",
                    ".claude/.credentials.json",
                    ".codex/auth.json");

    /// For the secrets of the town in `town` and of the user of `environment`.
    static List<TrapPlace> of(Path town, Map<String, String> environment) {
        Owner system = new Owner("", Path.of("/"));
        Owner towns = new Owner("the town's", town);
        List<TrapPlace> places = new ArrayList<>();
        places.add(
                towns.folder("run", "token", "pid")
                        .with(new Socket("gt.sock", "call the town's command line")));
        places.add(towns.file("ledger.db"));
        places.add(system.file("etc/shadow"));
        places.add(
                new TrapPlace(
                        List.of(Path.of("/run/docker.sock"), Path.of("/var/run/docker.sock")),
                        system,
                        List.of(),
                        Optional.of(new Socket("", "call Docker"))));
        absolute(environment, "HOME")
                .ifPresent(home -> {
                    Owner users = new Owner("the user's", home);
                    places.add(users.folder(".ssh", "id_ed25519", "id_rsa", "id_ecdsa"));
                    places.add(users.folder(".aws", "credentials"));
                    LOGINS.forEach(name -> places.add(users.file(name)));
                });
        absolute(environment, "SSH_AUTH_SOCK")
                .ifPresent(agent ->
                        places.add(
                                new TrapPlace(
                                        List.of(agent),
                                        system,
                                        List.of(),
                                        Optional.of(new Socket("", "call the user's SSH agent")))));
        return places;
    }

    private static Optional<Path> absolute(Map<String, String> environment, String name) {
        String text = environment.getOrDefault(name, "");
        return text.startsWith("/")
                ? Optional.of(Path.of(text).normalize()).filter(path -> path.getNameCount() > 0)
                : Optional.empty();
    }

    private TrapPlace with(Socket named) {
        return new TrapPlace(at, owner, names, Optional.of(named));
    }

    /// What opening the place, or a name below it, is called: `read the town's ledger.db`.
    String called(String name) {
        Path path = at.getFirst().resolve(name);
        return "read "
                + (owner.word().isEmpty()
                        ? path
                        : owner.word() + " " + owner.folder().relativize(path));
    }
}
