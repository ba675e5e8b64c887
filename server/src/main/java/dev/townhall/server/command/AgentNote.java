package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.Script;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.server.agents.Checkup;
import dev.townhall.server.agents.Checkups;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.Scratch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether an agent that is to work could do so here.
final class AgentNote {
    private AgentNote() {}

    /// What is missing for it and what to do; empty where nothing seems to be.
    static Optional<String> of(
            Preset preset, AccountSettings accounts, Map<String, String> environment) {
        try (Scratch scratch = Scratch.make("agents");
                SystemProcesses processes = SystemProcesses.contained()) {
            return sentence(
                    preset,
                    new Checkups(processes, environment, accounts, scratch.path()).look(preset));
        }
    }

    /// What a person should know of how it is run; empty where nothing is peculiar.
    static Optional<String> howRun(Preset preset) {
        return preset.acp().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "Agent %s is run once per turn: it asks nobody for permission; what the sandbox allows it does, without a sandbox it keeps its own rules."
                                .formatted(preset.name()));
    }

    /// What is missing for the agents that are to do beads without commands, each once, as far as it can be
    /// seen at a glance: for commands that are called often.
    static List<String> glance(RunningTown town, List<Bead> beads) {
        Set<String> presets = new LinkedHashSet<>();
        town.ledger()
                .read(view -> {
                    beads.forEach(bead -> chosen(view, bead).ifPresent(presets::add));
                    return true;
                });
        if (presets.isEmpty()) {
            return List.of();
        }
        try (Scratch scratch = Scratch.make("agents");
                SystemProcesses none = SystemProcesses.grouped()) {
            Checkups checkups =
                    new Checkups(none, System.getenv(), town.config().accounts(), scratch.path());
            return presets.stream()
                    .flatMap(name -> town.config().agents().presets().find(name).stream())
                    .flatMap(preset -> sentence(preset, checkups.glance(preset)).stream())
                    .toList();
        }
    }

    /// What is missing for the agent that a member of a crew is to be, also where none is chosen.
    static Optional<String> ofMember(RunningTown town, Agent member) {
        Optional<String> name = town.ledger().read(view -> chosen(view, member));
        if (name.isEmpty()) {
            return Optional.of(
                    "%s has no agent to answer with. Give its rig one: gt rig set %s --agent NAME; `gt agents presets` lists them."
                            .formatted(member.name(), member.rig()));
        }
        return town.config()
                .agents()
                .presets()
                .find(name.get())
                .flatMap(preset -> of(preset, town.config().accounts(), System.getenv()));
    }

    private static Optional<String> chosen(LedgerView view, Agent member) {
        return AgentChoices.of(view)
                .withRig(member.rig(), Rigs.find(view, member.rig()).flatMap(Rig::agent))
                .choose(
                        new AgentChoice.Need(
                                AgentRole.CREW,
                                Optional.of(member.rig()),
                                Optional.of(member.actor()),
                                List.of(),
                                Crews.member(view, member.beadId()).flatMap(CrewMember::preset)))
                .map(AgentChoice.Chosen::preset);
    }

    private static Optional<String> chosen(LedgerView view, Bead bead) {
        Optional<Rig> rig = Rigs.byPrefix(view, bead.id().prefix());
        if (Script.of(bead).isPresent() || rig.isEmpty()) {
            return Optional.empty();
        }
        return AgentChoices.of(view)
                .withRig(rig.get().name(), rig.get().agent())
                .choose(
                        new AgentChoice.Need(
                                AgentRole.POLECAT,
                                Optional.of(rig.get().name()),
                                Optional.empty(),
                                bead.labels(),
                                Optional.empty()))
                .map(AgentChoice.Chosen::preset);
    }

    private static Optional<String> sentence(Preset preset, Checkup seen) {
        return seen.findings().stream()
                .filter(finding -> finding.verdict() == Checkup.Verdict.MISSING)
                .findFirst()
                .map(missing ->
                        "Agent %s cannot work yet; %s: %s. %s`gt agents test %s` says more."
                                .formatted(
                                        preset.name(),
                                        missing.what(),
                                        missing.text().replaceFirst("\\.+$", ""),
                                        seen.next().stream()
                                                .findFirst()
                                                .map(step -> "Next: " + step + ". ")
                                                .orElse(""),
                                        preset.name()));
    }
}
