package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.AgentRoles;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.prime.Prime;
import dev.townhall.core.prime.PrimeRequest;
import dev.townhall.core.prime.Primer;
import dev.townhall.core.prime.RolePrompts;
import dev.townhall.formulas.prompt.FolderDirectives;
import dev.townhall.formulas.prompt.ShippedPrompts;
import dev.townhall.server.up.RunningTown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What an agent is told.
@Command(name = "gt", description = "What an agent is told.")
final class PrimeCommands {
    private final Call call;

    PrimeCommands(Call call) {
        this.call = call;
    }

    @Command(
            name = "prime",
            description = "Prints what an agent is told at the start of a session, and its size.")
    int prime(
            @Option(
                            names = "--role",
                            required = true,
                            description =
                                    "mayor, polecat, crew, witness, refinery or dog; a deacon has no prompt.")
                    String role,
            @Option(names = "--rig", description = "Whose agent it is; a rig's roles need one.")
                    Optional<String> rig,
            @Option(
                            names = "--agent",
                            paramLabel = "NAME",
                            description = "Which (default: one at work, else any).")
                    Optional<String> agent,
            @Option(
                            names = "--bead",
                            paramLabel = "ID",
                            description = "As if it were about this bead.")
                    Optional<String> bead,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        AgentRole meant = AgentRoles.of(role);
        RolePrompts prompts = new ShippedPrompts();
        Check.that(
                prompts.of(meant).isPresent(),
                "A %s has no prompt: what it does is the town's own code.",
                meant.word());
        Primer primer =
                new Primer(
                        prompts, new FolderDirectives(town.folder().path().resolve("directives")));
        Prime prime =
                town.ledger()
                        .read(view -> primer.prime(view, request(view, meant, rig, agent, bead)));
        if (json) {
            call.screen().json(shown(prime));
        } else {
            call.screen().line(prime.text().stripTrailing());
            call.errors().line(sizes(prime));
        }
        return Exit.OK;
    }

    private static PrimeRequest request(
            LedgerView view,
            AgentRole role,
            Optional<String> rigText,
            Optional<String> name,
            Optional<String> bead) {
        Optional<RigName> rig = rigText.map(text -> Ids.rig(view, text).name());
        Check.that(
                !role.isOfRig() || rig.isPresent(),
                "A %s belongs to a rig: name it with --rig.",
                role.word());
        Optional<RigName> own = role.isOfRig() ? rig : Optional.empty();
        PrimeRequest request =
                switch (role) {
                    case POLECAT -> polecat(view, own.orElseThrow(), name, bead.isPresent());
                    case CREW -> crew(own, name);
                    case MAYOR, DEACON, DOG, WITNESS, REFINERY ->
                            PrimeRequest.of(actor(role, own, name), role, own);
                };
        return bead.map(id -> request.about(Ids.bead(view, id).id())).orElse(request);
    }

    /// A polecat that was named, else one at work, else any; else a new one as it would be.
    private static PrimeRequest polecat(
            LedgerView view, RigName rig, Optional<String> name, boolean hypothetical) {
        List<Agent> all = Roster.polecats(view, rig);
        Optional<Agent> found =
                name.isPresent()
                        ? all.stream().filter(agent -> agent.name().equals(name.get())).findFirst()
                        : all.stream()
                                .filter(agent ->
                                        Hooks.of(view, agent.beadId()) instanceof Hook.Loaded)
                                .findFirst()
                                .or(() -> all.stream().findFirst());
        if (found.isEmpty() && name.isPresent()) {
            throw TownException.notFound(
                    "Rig %s has no polecat '%s'. It has %s."
                            .formatted(
                                    rig,
                                    name.get(),
                                    all.isEmpty()
                                            ? "none yet"
                                            : all.stream()
                                                    .map(Agent::name)
                                                    .collect(Collectors.joining(", "))));
        }
        Actor actor = found.map(Agent::actor).orElseGet(() -> Actor.polecat(rig, "nux"));
        PrimeRequest request = PrimeRequest.of(actor, AgentRole.POLECAT, Optional.of(rig));
        return hypothetical
                ? request
                : found.map(agent -> request.withHookOf(agent.beadId())).orElse(request);
    }

    private static PrimeRequest crew(Optional<RigName> rig, Optional<String> name) {
        Actor actor = actor(AgentRole.CREW, rig, name);
        return PrimeRequest.of(actor, AgentRole.CREW, rig).on(CrewMember.branch(actor.shortName()));
    }

    private static Actor actor(AgentRole role, Optional<RigName> rig, Optional<String> name) {
        return switch (role) {
            case MAYOR -> Actor.MAYOR;
            case DOG, DEACON -> new Actor("dogs/" + name.orElse("alpha"));
            case WITNESS -> Actor.witness(rig.orElseThrow());
            case REFINERY -> Actor.resolver(rig.orElseThrow());
            case POLECAT -> Actor.polecat(rig.orElseThrow(), name.orElse("nux"));
            case CREW -> Actor.crew(rig.orElseThrow(), name.orElse("max"));
        };
    }

    private static String sizes(Prime prime) {
        String parts =
                prime.parts().stream()
                        .map(part -> part.name() + " " + part.tokens())
                        .collect(Collectors.joining(", "));
        String over =
                prime.isOverBudget()
                        ? " That is more than it should be: shorten the directives."
                        : "";
        return "%s tokens of %s (four characters each): %s.%s"
                .formatted(prime.tokens(), prime.tokensMax(), parts, over);
    }

    private static Map<String, Object> shown(Prime prime) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("tokens", prime.tokens());
        shown.put("tokensMax", prime.tokensMax());
        shown.put(
                "parts",
                prime.parts().stream()
                        .map(part -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("name", part.name());
                            each.put("kind", Words.lower(part.kind()));
                            each.put("tokens", part.tokens());
                            each.put("text", part.text());
                            return each;
                        })
                        .toList());
        return shown;
    }
}
