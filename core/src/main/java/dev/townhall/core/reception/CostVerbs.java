package dev.townhall.core.reception;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.CapLine;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Places;
import dev.townhall.core.cost.Bill;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Spend;
import dev.townhall.core.person.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the models cost.
final class CostVerbs {
    private CostVerbs() {}

    /// Of one thing where it is named or in its thread; of a rig in its channel; else of the town.
    static Answer cost(Asked asked, Optional<String> named) {
        if (named.isPresent() || asked.inThread()) {
            Bead bead = named.map(typed -> meant(asked, typed)).orElseGet(() -> ofThread(asked));
            asked.need(Role.VIEWER, Places.rigOf(asked.tx(), bead), "looking at " + bead.id());
            return Answer.line(sentence(asked, bead.id()));
        }
        Bill bill = bill(asked);
        List<CapLine> caps = caps(asked);
        if (bill.isEmpty() && caps.isEmpty()) {
            return Answer.line("Nothing was spent on models yet.");
        }
        List<Card.Block> body = new ArrayList<>();
        if (!caps.isEmpty()) {
            body.add(
                    new Card.Rows(
                            "Caps",
                            caps.stream()
                                    .map(line -> Lists.row("", line.of(), line.sentence()))
                                    .toList()));
        }
        block(body, "Days (UTC)", bill.days());
        block(body, "Rigs", bill.rigs());
        block(body, "Agents", bill.agents());
        return Answer.of(Lists.card("Cost of the models", List.of(), body));
    }

    private static Bead meant(Asked asked, String typed) {
        return Spenders.find(asked.tx(), typed, asked.impliedRig(), asked::isVisible)
                .map(asked.tx()::get)
                .orElseGet(() -> asked.bead(typed));
    }

    private static Bead ofThread(Asked asked) {
        return asked.tx().get(asked.impliedConvoy().orElseThrow());
    }

    private static Bill bill(Asked asked) {
        return isAboutTown(asked)
                ? Bill.of(asked.tx(), asked.tx().now())
                : Bill.of(asked.tx(), rig -> isShown(asked, rig));
    }

    private static List<CapLine> caps(Asked asked) {
        return isAboutTown(asked)
                ? CapLine.ofTown(asked.tx(), asked.tx().now())
                : CapLine.of(asked.tx(), asked.tx().now(), rig -> isShown(asked, rig));
    }

    private static boolean isAboutTown(Asked asked) {
        return asked.impliedRig().isEmpty() && asked.person().role().covers(Role.VIEWER);
    }

    private static boolean isShown(Asked asked, RigName rig) {
        return asked.impliedRig().map(rig::equals).orElse(true)
                && asked.person().roleIn(rig).covers(Role.VIEWER);
    }

    private static String sentence(Asked asked, BeadId id) {
        Spend spend = Costs.of(asked.tx(), id);
        return spend.turns() == 0
                ? "Nothing was spent on %s yet.".formatted(id)
                : "Spent on %s: %s.".formatted(id, spend.sentence());
    }

    private static void block(List<Card.Block> body, String title, List<Bill.Line> lines) {
        if (!lines.isEmpty()) {
            body.add(
                    new Card.Rows(
                            title,
                            lines.stream()
                                    .map(line -> Lists.row("", line.on(), line.spend().sentence()))
                                    .toList()));
        }
    }
}
