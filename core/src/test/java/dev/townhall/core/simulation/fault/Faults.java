package dev.townhall.core.simulation.fault;

import dev.townhall.core.testing.Dice;
import java.util.EnumMap;
import java.util.Map;

/// Which faults this seed's world suffers, and how often: a random subset with random rates (swarm
/// testing), so that no fault hides another. After [#heal] nothing goes wrong any more.
public final class Faults {
    private final Dice dice;
    private final Map<Fault, Integer> rates = new EnumMap<>(Fault.class);

    private Faults(Dice dice) {
        this.dice = dice;
    }

    /// A random swarm; one seed in eight has no faults at all.
    public static Faults swarm(Dice dice) {
        Faults faults = new Faults(dice);
        int share = dice.oneOf(java.util.List.of(0, 15, 25, 25, 40, 40, 60, 85));
        for (Fault fault : Fault.values()) {
            boolean on = dice.chance(share);
            int rate = 1 + dice.below(fault.perMille());
            if (on) {
                faults.rates.put(fault, rate);
            }
        }
        return faults;
    }

    /// Only these, at their highest rates.
    public static Faults only(Dice dice, Fault... chosen) {
        Faults faults = new Faults(dice);
        for (Fault fault : chosen) {
            faults.rates.put(fault, fault.perMille());
        }
        return faults;
    }

    /// Whether `fault` strikes at this opportunity.
    public boolean strikes(Fault fault) {
        Integer rate = rates.get(fault);
        return rate != null && dice.below(1000) < rate;
    }

    public void heal() {
        rates.clear();
    }

    @Override
    public String toString() {
        return rates.toString();
    }
}
