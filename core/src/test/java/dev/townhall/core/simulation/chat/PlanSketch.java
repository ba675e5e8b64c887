package dev.townhall.core.simulation.chat;

import dev.townhall.core.testing.Dice;

/// Plans as simulated people type them: some items share a file, some break the gate at first, some
/// need an approval, some are judged by a witness, some are an agent's with a model, some change nothing and are verified, some do the same as another.
public final class PlanSketch {
    private PlanSketch() {}

    /// A plan of one to six items.
    ///
    /// @param number tells this plan's titles and files from those of others
    public static String of(Dice dice, int number) {
        StringBuilder text = new StringBuilder();
        int items = dice.between(1, 6);
        boolean epic = items > 2 && dice.chance(30);
        if (epic) {
            text.append("- [ ] Epic ").append(number).append('\n');
        }
        String indent = epic ? "  " : "";
        int first = epic ? 2 : 1;
        for (int i = 0; i < items; i++) {
            text.append(indent).append("- [ ] Work ").append(number).append('.').append(i);
            if (i > 0 && dice.chance(35)) {
                text.append("  after: ").append(first + dice.below(i));
            }
            text.append('\n');
            if (dice.chance(12)) {
                text.append(indent).append("  approval: required\n");
            }
            if (dice.chance(12)) {
                text.append(indent).append("  witness: required\n");
            }
            if (!dice.chance(20)) {
                block(text, indent, "sh", commands(dice, number, i));
            }
            if (dice.chance(15)) {
                block(text, indent, "verify", dice.chance(30) ? "fail-at-first" : "look");
            }
        }
        return text.toString();
    }

    private static String commands(Dice dice, int number, int item) {
        int kind = dice.below(100);
        String own = "put work-" + number + "-" + item + " done";
        if (kind < 50) {
            return own;
        }
        if (kind < 72) {
            return own + "\nadd shared line-" + number + "-" + item;
        }
        if (kind < 82) {
            return own + "\nbreak-at-first";
        }
        if (kind < 90) {
            return "put same-" + number + " done";
        }
        return kind < 95 ? own + "\nfail-at-first" : "look";
    }

    private static void block(StringBuilder text, String indent, String kind, String lines) {
        text.append(indent).append("  ```").append(kind).append('\n');
        lines.lines().forEach(l -> text.append(indent).append("  ").append(l).append('\n'));
        text.append(indent).append("  ```\n");
    }
}
