package dev.townhall.core.permission;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.ArrayList;
import java.util.List;

/// The rules that people made for a rig. Stored on the bead `hq-rules-<rig>`; a rule's number is
/// its place in the list, from 1.
public record RuleBook(List<Rule> rules) {
    public static final Aspect<RuleBook> ASPECT = new Aspect<>("rules", RuleBook.class);
    public static final String TYPE = "rules";
    public static final int RULES_MAX = 500;

    public RuleBook {
        rules = List.copyOf(rules);
    }

    public static List<Rule> of(LedgerView view, RigName rig) {
        return view.find(beadId(rig)).flatMap(ASPECT::of).map(RuleBook::rules).orElse(List.of());
    }

    /// Adds a rule; one that is there already is not added twice.
    public static void add(Transaction tx, RigName rig, Rule rule) {
        List<Rule> rules = new ArrayList<>(of(tx, rig));
        if (rules.contains(rule)) {
            return;
        }
        Check.that(
                rules.size() < RULES_MAX,
                "Rig %s has %s rules already, and no more are kept. Revoke some first.",
                rig,
                RULES_MAX);
        rules.add(rule);
        store(tx, rig, rules);
        Events.emit(tx, new TownEvent.RuleAdded(beadId(rig), rig, rule.sentence()));
    }

    /// Takes the rule of this number away; NOT_FOUND when there is none.
    public static Rule revoke(Transaction tx, RigName rig, int number) {
        List<Rule> rules = new ArrayList<>(of(tx, rig));
        if (number < 1 || number > rules.size()) {
            throw TownException.notFound(
                    "Rig %s has no rule %s; it has %s.".formatted(rig, number, rules.size()));
        }
        Rule revoked = rules.remove(number - 1);
        store(tx, rig, rules);
        Events.emit(tx, new TownEvent.RuleRevoked(beadId(rig), rig, revoked.sentence()));
        return revoked;
    }

    /// The rig is gone: another one of its name starts without rules.
    public static void clear(Transaction tx, RigName rig) {
        if (!of(tx, rig).isEmpty()) {
            store(tx, rig, List.of());
        }
    }

    private static BeadId beadId(RigName rig) {
        return new BeadId("hq-rules-" + rig);
    }

    private static void store(Transaction tx, RigName rig, List<Rule> rules) {
        BeadId id = beadId(rig);
        Bead bead =
                tx.find(id)
                        .orElseGet(() ->
                                tx.create(
                                        Bead.fresh(
                                                id,
                                                TYPE,
                                                "What agents may do on " + rig,
                                                tx.actor(),
                                                tx.now())));
        tx.update(ASPECT.set(bead, new RuleBook(rules)));
    }
}
