package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a sandbox must show of a program that was named for it: the folder it lies in, and those of
/// whatever its links lead to. Of a folder that is too much to show, the file alone.
record ProgramView(SystemFolders system, Confinement confinement) {
    private static final int LINKS_MAX = 40;
    private static final Path SHARED = Path.of("/var/tmp");

    /// The confinement with `program` in it. WRONG_STATE for one in a folder that is withheld.
    Confinement with(Path program) {
        Confinement shown = confinement;
        for (Path file : files(program)) {
            if (system.shows(shown, file)) {
                continue;
            }
            Optional<Path> withheld =
                    Stream.of(file, real(file))
                            .flatMap(at -> system.around(at).stream())
                            .findFirst();
            if (withheld.isPresent()) {
                throw TownException.wrongState(
                        "The program %s cannot be shown in the sandbox: %s lies in %s, which no worker may see. Put it elsewhere, or show its folder: `gt rig set RIG --readable %s`."
                                .formatted(program, file, withheld.get(), file.getParent()));
            }
            Path folder = file.getParent();
            shown = shown.alsoReadable(folder != null && isOwn(folder) ? folder : file);
        }
        return shown.withTraps(shown.traps());
    }

    /// Whether a folder holds nothing but programs and what belongs to them, as far as can be told.
    private boolean isOwn(Path folder) {
        return folder.getNameCount() > 1
                && !folder.equals(SHARED)
                && Stream.of(folder, real(folder)).noneMatch(system::isAroundHidden)
                && confinement.writable().stream().noneMatch(path -> path.startsWith(folder));
    }

    /// The program as it is named, each link on the way, and what it is in the end.
    private static List<Path> files(Path program) {
        Set<Path> files = new LinkedHashSet<>();
        Path at = program.toAbsolutePath().normalize();
        files.add(at);
        try {
            for (int links = 0; links < LINKS_MAX && Files.isSymbolicLink(at); links++) {
                at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
                files.add(at);
            }
        } catch (IOException e) {
            return List.copyOf(files); // Gone since: its start tells.
        }
        files.add(real(program));
        return files.stream().filter(Files::exists).toList();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
