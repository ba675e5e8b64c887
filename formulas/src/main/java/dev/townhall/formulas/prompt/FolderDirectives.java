package dev.townhall.formulas.prompt;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.prime.Directives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Directives from files of the town's folder, read anew each time:
///
/// ```
///   <town>/directives/polecat.md           for every polecat
///   <town>/directives/shop/polecat.md      for those of rig shop, after the town's
/// ```
///
/// A file that is there and cannot be read is BAD_INPUT: an agent without the owner's rules is worse
/// than none.
public final class FolderDirectives implements Directives {
    /// What one file may be long: 2,000 tokens.
    public static final int CHARACTERS_MAX = 8_000;

    private final Path folder;

    /// @param folder `directives` in the town's folder; it need not be there
    public FolderDirectives(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Directive> of(AgentRole role, Optional<RigName> rig) {
        List<Directive> found = new ArrayList<>();
        String file = role.word() + ".md";
        read(folder.resolve(file)).ifPresent(text -> found.add(new Directive("this town", text)));
        rig.ifPresent(name ->
                read(folder.resolve(name.text()).resolve(file))
                        .ifPresent(text -> found.add(new Directive("rig " + name, text))));
        return found;
    }

    private static Optional<String> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file).strip();
            Check.that(
                    text.length() <= CHARACTERS_MAX,
                    "%s has %s characters; directives are at most %s: every session reads them.",
                    file,
                    text.length(),
                    CHARACTERS_MAX);
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            throw TownException.badInput(
                    "The directives %s cannot be read as UTF-8 text (%s). Mend or remove the file."
                            .formatted(file, e));
        }
    }
}
