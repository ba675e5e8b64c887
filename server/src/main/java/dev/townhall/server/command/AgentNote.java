package dev.townhall.server.command;

import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.preset.Preset;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.server.agents.Checkup;
import dev.townhall.server.agents.Checkups;
import dev.townhall.server.up.Scratch;
import java.util.Map;
import java.util.Optional;

/// Whether an agent that was just chosen could work here.
final class AgentNote {
    private AgentNote() {}

    /// What is missing for it and what to do; empty where nothing seems to be.
    static Optional<String> of(
            Preset preset, AccountSettings accounts, Map<String, String> environment) {
        Checkup seen = look(preset, accounts, environment);
        return seen.findings().stream()
                .filter(finding -> finding.verdict() == Checkup.Verdict.MISSING)
                .findFirst()
                .map(missing ->
                        "Agent %s cannot work yet; %s: %s. %s`gt agents test %s` says more."
                                .formatted(
                                        preset.name(),
                                        missing.what(),
                                        missing.text(),
                                        seen.next().stream()
                                                .findFirst()
                                                .map(step -> "Next: " + step + ". ")
                                                .orElse(""),
                                        preset.name()));
    }

    private static Checkup look(
            Preset preset, AccountSettings accounts, Map<String, String> environment) {
        try (Scratch scratch = Scratch.make("agents");
                SystemProcesses processes = SystemProcesses.contained()) {
            return new Checkups(processes, environment, accounts, scratch.path()).look(preset);
        }
    }
}
