package dev.townhall.core.convoy;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.bead.Script;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Clipped;
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
    private static final int TITLE_CHARS_MAX = 40;

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
        return standstill(view, convoy.rig());
    }

    private static Optional<String> standstill(LedgerView view, RigName rig) {
        Optional<Rig.State> state = Rigs.find(view, rig).map(Rig::state);
        if (state.equals(Optional.of(Rig.State.READY))) {
            return Optional.empty();
        }
        return Optional.of(
                state.equals(Optional.of(Rig.State.PARKED))
                        ? "Rig %s is parked: nothing is begun or merged there until it is unparked%s: gt rig unpark %s."
                                .formatted(rig, Spoken.inTalk(" (on the terminal)"), rig)
                        : "Rig %s is %s: nothing is begun there."
                                .formatted(rig, state.map(Launching::word).orElse("gone")));
    }

    /// What puts a bead to work that was just made, or what keeps it from it, in a sentence or two.
    public static String next(LedgerView view, Rig rig, Bead bead) {
        if (Script.of(bead).isEmpty() && !hasAgent(view, rig)) {
            return "It carries no commands yet, and nobody here works without: %s, or %s."
                    .formatted(cure(bead.id()), Spoken.command("drop " + bead.id()));
        }
        if (item(bead, false).runsCommands() && !rig.shell()) {
            return "It cannot be put to work yet: rig %s takes no commands. %s"
                    .formatted(rig.name(), noShell(rig));
        }
        return "Say %s to put it to work.%s"
                .formatted(
                        Spoken.command("sling " + bead.id()),
                        standstill(view, rig.name()).map(why -> " " + why).orElse(""));
    }

    /// Refuses a rig that no work can be planned for. On a parked one there may be: it waits.
    static void mustTakePlans(Rig rig) {
        if (rig.state() == Rig.State.READY || rig.state() == Rig.State.PARKED) {
            return;
        }
        throw TownException.wrongState(
                "Rig %s is %s, so nothing can be planned for it%s."
                        .formatted(
                                rig.name(),
                                word(rig.state()),
                                rig.state() == Rig.State.ADDING ? " yet" : ""));
    }

    private static String word(Rig.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String noShell(Rig rig) {
        return "Its owner can allow them%s: gt rig set %s --shell"
                .formatted(Spoken.inTalk(" on the terminal"), rig.name());
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
                                                        item.line(),
                                                        item.number(),
                                                        Clipped.to(TITLE_CHARS_MAX, item.title())),
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
            "Put a fenced sh block (```sh) below that item of the plan";

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
        String cure = planned ? ITEM_CURE : "To give it some, " + cure(bead.id());
        return new Item(
                "bead %s (%s)".formatted(bead.id(), Clipped.to(TITLE_CHARS_MAX, bead.title())),
                Script.of(bead).isPresent(),
                Script.verificationOf(bead).isPresent(),
                cure);
    }

    /// Whether somebody works on the rig's beads without commands.
    private static boolean hasAgent(LedgerView view, Rig rig) {
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
                                "It cannot be launched: %s carries no commands, and rig %s has no agent. %s; or set an agent%s: gt rig set %s --agent NAME."
                                        .formatted(
                                                item.name(),
                                                rig.name(),
                                                item.cure(),
                                                Spoken.inTalk(" on the terminal"),
                                                rig.name())));
            }
        }
        return items.stream()
                .filter(item -> item.runsCommands() && !rig.shell())
                .findFirst()
                .map(item ->
                        TownException.forbidden(
                                "It cannot be launched: rig %s takes no commands, and %s carries some. %s"
                                        .formatted(rig.name(), item.name(), noShell(rig))));
    }
}
