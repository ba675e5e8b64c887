package dev.townhall.core.session;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Places;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.rig.Sandboxing;
import dev.townhall.core.talk.Talk;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The mayor: it has the town's tools and nothing else; its folder is empty and stays so. It is held
/// as strictly as the rigs that its conversation is about, and may read the programs that agents may
/// read there.
final class MayorPartner implements Partner {
    private final Ledger ledger;
    private final AgentHost host;

    MayorPartner(Ledger ledger, AgentHost host) {
        this.ledger = ledger;
        this.host = host;
    }

    @Override
    public Optional<RigName> rig() {
        return Optional.empty();
    }

    @Override
    public Optional<AgentChoice.Chosen> chosen() {
        return ledger.read(view ->
                AgentChoices.of(view)
                        .choose(AgentChoice.Need.of(AgentRole.MAYOR, Optional.empty())));
    }

    @Override
    public Duty.Workplace workplace(BeadId bead, Talk talk) {
        List<Sandboxing> held =
                ledger.read(view ->
                        rigs(view, Conversation.parse(talk.conversation())).stream()
                                .map(Rig::sandboxing)
                                .toList());
        Confinement.Need need =
                held.stream()
                        .map(Sandboxing::need)
                        .min(Comparator.naturalOrder())
                        .orElse(Sandboxing.DEFAULT.need());
        Path folder = host.quarters(bead);
        List<Path> readable =
                held.stream()
                        .flatMap(it -> it.readable().stream())
                        .distinct()
                        .map(Path::of)
                        .toList();
        return new Duty.Workplace(
                folder,
                new Confinement(need, Confinement.Network.OPEN, List.of(), readable)
                        .alsoReadable(folder));
    }

    private static List<Rig> rigs(LedgerView view, Conversation where) {
        return where instanceof Conversation.Inbox(String person)
                ? People.find(view, person).stream()
                        .flatMap(it ->
                                Rigs.list(view).stream()
                                        .filter(rig -> it.roleIn(rig.name()).covers(Role.OPERATOR)))
                        .toList()
                : Places.rigOf(view, where).flatMap(rig -> Rigs.find(view, rig)).stream().toList();
    }

    @Override
    public String noAgent() {
        return "The mayor has no agent any more. Name one in town.toml ([agents.roles] mayor = \"NAME\") and start the town anew.";
    }
}
