package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A member of a rig's crew: it works in its own tree, which each session finds as the one before
/// left it.
final class CrewPartner implements Partner {
    private final Ledger ledger;
    private final Repositories repositories;
    private final CrewTrees trees;
    private final Agent agent;

    CrewPartner(Ledger ledger, Repositories repositories, CrewTrees trees, BeadId member) {
        this.ledger = ledger;
        this.repositories = repositories;
        this.trees = trees;
        this.agent = ledger.read(view -> Roster.get(view, member));
    }

    @Override
    public Optional<RigName> rig() {
        return Optional.of(agent.rig());
    }

    @Override
    public Optional<AgentChoice.Chosen> chosen() {
        return ledger.read(view -> {
            Optional<Rig> rig = Rigs.find(view, agent.rig());
            return AgentChoices.of(view)
                    .withRig(agent.rig(), rig.flatMap(Rig::agent))
                    .choose(
                            new AgentChoice.Need(
                                    AgentRole.CREW,
                                    Optional.of(agent.rig()),
                                    Optional.of(agent.actor()),
                                    List.of(),
                                    Crews.member(view, agent.beadId())
                                            .flatMap(CrewMember::preset)));
        });
    }

    @Override
    public Optional<String> objection() {
        return ledger.read(view -> {
            boolean active =
                    Crews.member(view, agent.beadId())
                            .filter(it -> it.state() == CrewMember.State.ACTIVE)
                            .isPresent();
            if (!active) {
                return Optional.of("I am in the crew of %s no more.".formatted(agent.rig()));
            }
            Optional<Rig> rig = Rigs.find(view, agent.rig());
            return switch (rig.map(Rig::state).orElse(Rig.State.REMOVED)) {
                case READY -> Optional.empty();
                case PARKED ->
                        Optional.of(
                                "I cannot work: rig %1$s is parked. On the terminal: gt rig unpark %1$s."
                                        .formatted(agent.rig()));
                case ADDING, FAILED, REMOVED ->
                        Optional.of(
                                "I cannot work: rig %s is %s."
                                        .formatted(
                                                agent.rig(),
                                                rig.map(it ->
                                                                it.state()
                                                                        .name()
                                                                        .toLowerCase(Locale.ROOT))
                                                        .orElse("removed")));
            };
        });
    }

    @Override
    public Duty.Workplace workplace(BeadId bead, Talk talk) {
        Rig rig = ledger.read(view -> Rigs.get(view, agent.rig()));
        RigRepository repository = repositories.open(agent.rig());
        Path folder = trees.ready(agent);
        return new Duty.Workplace(
                folder,
                rig.sandboxing()
                        .confinement()
                        .alsoWritable(folder)
                        .alsoReadable(repository.objects()));
    }

    /// Its git directory has no remote: the town says what is new there.
    @Override
    public String told() {
        Rig rig = ledger.read(view -> Rigs.get(view, agent.rig()));
        String head = repositories.open(agent.rig()).freshHead().text();
        return "\nYour tree is as you left it. %s is at commit %s now, which your repository can read: `git merge %s` brings it in.\n"
                .formatted(rig.target(), head, head.substring(0, Math.min(12, head.length())));
    }

    @Override
    public String noAgent() {
        return "I have no agent. Give rig %s one: gt rig set %s --agent NAME."
                .formatted(agent.rig(), agent.rig());
    }
}
