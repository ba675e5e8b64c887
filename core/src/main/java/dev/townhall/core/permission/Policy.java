package dev.townhall.core.permission;

import java.util.List;
import java.util.Optional;

/// Decides what an agent may do without asking. Pure.
///
/// Order: a rig's prohibitions; what no rule can permit; a rig's permissions; a rig's "ask"; then
/// the town's own defaults. Rules about commands keep honest agents in bounds and people informed;
/// the boundary that holds against a dishonest one is the sandbox of the operating system.
public final class Policy {
    private final List<Rule> rules;

    /// @param rules the rig's own
    public Policy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public Verdict decide(ToolUse use, Place place) {
        return byRule(Effect.DENY, use)
                .or(() -> Defaults.never(use, place))
                .or(() -> byRule(Effect.ALLOW, use))
                .or(() -> byRule(Effect.ASK, use))
                .orElseGet(() -> Defaults.of(use, place));
    }

    private Optional<Verdict> byRule(Effect effect, ToolUse use) {
        return rules.stream()
                .filter(rule -> rule.effect() == effect && rule.fits(use))
                .findFirst()
                .map(rule -> new Verdict(effect, "the rig's rule: " + rule.sentence()));
    }
}
