package dev.townhall.server.command;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import dev.townhall.core.rig.Rigs;
import dev.townhall.server.command.Examination.Found;
import dev.townhall.server.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares the settings with the town: what they name must be there. It may come later, so a start
/// does not fail for it.
final class SettingsCheck {
    private SettingsCheck() {}

    static List<Found> of(Ledger ledger, Path folder) {
        Path file = folder.resolve(Config.FILE);
        try {
            Config config = Config.of(folder);
            return ledger.read(view -> found(view, config, file));
        } catch (TownException e) {
            return List.of(new Found("settings", Config.FILE, String.valueOf(e.getMessage())));
        }
    }

    private static List<Found> found(LedgerView view, Config config, Path file) {
        List<Found> found = new ArrayList<>();
        for (String person : config.web().logins().keySet()) {
            if (People.find(view, person).isEmpty()) {
                found.add(
                        new Found(
                                "settings",
                                "web.logins." + person,
                                "%s: 'web.logins.%s' must name a person of the town (%s); found nobody of that name. `gt people add %s` adds one."
                                        .formatted(file, person, people(view), person)));
            }
        }
        for (RigName rig : config.agents().choice().rigs().keySet()) {
            rig(view, rig, "agents.rigs." + rig, file).ifPresent(found::add);
        }
        for (RigName rig : config.caps().rigs().keySet()) {
            rig(view, rig, "caps.rigs." + rig, file).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Found> rig(LedgerView view, RigName rig, String key, Path file) {
        return Rigs.find(view, rig).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Found(
                                "settings",
                                key,
                                "%s: '%s' must name a rig of the town (%s); found none of that name. `gt rig add` adds one."
                                        .formatted(file, key, rigs(view))));
    }

    private static String people(LedgerView view) {
        return listed(People.all(view).stream().map(Person::name).toList());
    }

    private static String rigs(LedgerView view) {
        return listed(Rigs.list(view).stream().map(rig -> rig.name().text()).toList());
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "there is none yet" : String.join(", ", names);
    }
}
