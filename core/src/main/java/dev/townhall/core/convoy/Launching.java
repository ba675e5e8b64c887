package dev.townhall.core.convoy;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Script;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Spoken;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What keeps work from being launched, and what keeps launched work from being begun. All of it is
/// said before somebody finds out by trying.
public final class Launching {
    private Launching() {}

    /// Why a staged convoy cannot be launched as things stand; empty when it can.
    public static Optional<String> hindrance(LedgerView view, Convoy convoy) {
        if (convoy.state() != Convoy.State.STAGED) {
            return Optional.empty();
        }
        return Rigs.find(view, convoy.rig())
                .flatMap(rig -> refusal(view, rig, items(view, convoy)))
                .map(Throwable::getMessage);
    }

    /// Why nothing of an open convoy is begun, whatever is ready; empty when it is.
    public static Optional<String> standstill(LedgerView view, Convoy convoy) {
        Optional<Rig.State> state = Rigs.find(view, convoy.rig()).map(Rig::state);
        if (state.equals(Optional.of(Rig.State.READY))) {
            return Optional.empty();
        }
        return Optional.of(
                state.equals(Optional.of(Rig.State.PARKED))
                        ? "Rig %s is parked: nothing is begun there until it is unparked (on the terminal: gt rig unpark %s)."
                                .formatted(convoy.rig(), convoy.rig())
                        : "Rig %s is %s: nothing is begun there."
                                .formatted(
                                        convoy.rig(),
                                        state.map(it -> it.name().toLowerCase(Locale.ROOT))
                                                .orElse("gone")));
    }

    /// Refuses a plan that could not be launched, by the lines it was typed on.
    public static void mustBeLaunchable(LedgerView view, Rig rig, Plan plan) {
        List<Item> items =
                plan.items().stream()
                        .filter(item -> !item.epic())
                        .map(item ->
                                new Item(
                                        "line %s: item %s \"%s\""
                                                .formatted(
                                                        item.line(), item.number(), item.title()),
                                        Script.in(item.description()).isPresent(),
                                        Script.verificationIn(item.description()).isPresent(),
                                        ITEM_CURE))
                        .toList();
        refusal(view, rig, items)
                .ifPresent(refused -> {
                    throw refused;
                });
    }

    static void mustBeLaunchable(Rig rig, LedgerView view, Convoy convoy) {
        refusal(view, rig, items(view, convoy))
                .ifPresent(refused -> {
                    throw refused;
                });
    }

    /// How a bead without commands is given some.
    public static String cure(BeadId bead) {
        return "say "
                + Spoken.command("edit " + bead)
                + Spoken.inTalk(" with a fenced sh block (```sh) on the lines below");
    }

    private static final String ITEM_CURE =
            "Edit the plan and put a fenced sh block below that item";

    /// Something to be launched.
    ///
    /// @param commands whether commands do the work, @param verified whether commands verify it
    /// @param cure what to do when it has no commands
    private record Item(String name, boolean commands, boolean verified, String cure) {
        boolean runsCommands() {
            return commands || verified;
        }
    }

    private static List<Item> items(LedgerView view, Convoy convoy) {
        boolean planned = !convoy.planText().isEmpty();
        return convoy.beads().stream()
                .map(view::get)
                .filter(bead -> !bead.isClosed())
                .map(bead -> item(bead, planned))
                .toList();
    }

    private static Item item(Bead bead, boolean planned) {
        String cure =
                planned
                        ? ITEM_CURE
                        : "To give it some, %s. A new bead takes them from its text or, on the terminal, from gt new --exec"
                                .formatted(cure(bead.id()));
        return new Item(
                "bead %s (%s)".formatted(bead.id(), bead.title()),
                Script.of(bead).isPresent(),
                Script.verificationOf(bead).isPresent(),
                cure);
    }

    /// Whether somebody works on the rig's beads without commands.
    public static boolean hasAgent(LedgerView view, Rig rig) {
        return AgentChoices.of(view)
                .withRig(rig.name(), rig.agent())
                .choose(AgentChoice.Need.of(AgentRole.POLECAT, Optional.of(rig.name())))
                .isPresent();
    }

    private static Optional<TownException> refusal(LedgerView view, Rig rig, List<Item> items) {
        for (Item item : items) {
            if (!item.commands() && !hasAgent(view, rig)) {
                return Optional.of(
                        TownException.wrongState(
                                "It cannot be launched: %s carries no commands, and rig %s has no agent to work without. %s; or give the rig an agent on the terminal: gt rig set %s --agent NAME."
                                        .formatted(
                                                item.name(), rig.name(), item.cure(), rig.name())));
            }
        }
        return items.stream()
                .filter(item -> item.runsCommands() && !rig.shell())
                .findFirst()
                .map(item ->
                        TownException.forbidden(
                                "It cannot be launched: rig %s takes no commands, and %s carries some. Its owner can allow them on the terminal: gt rig set %s --shell"
                                        .formatted(rig.name(), item.name(), rig.name())));
    }
}
