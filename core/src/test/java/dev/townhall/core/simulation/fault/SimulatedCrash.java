package dev.townhall.core.simulation.fault;

/// The death of the town's process. An error, so that nothing on the way catches it.
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    public SimulatedCrash(String where) {
        super("simulated crash " + where, null, false, false);
    }
}
