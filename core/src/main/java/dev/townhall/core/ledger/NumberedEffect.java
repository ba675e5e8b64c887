package dev.townhall.core.ledger;

/// An effect with its place in the order of intent.
record NumberedEffect(long number, Effect effect) {
    boolean isOpen() {
        return effect.state() == Effect.State.INTENDED;
    }
}
