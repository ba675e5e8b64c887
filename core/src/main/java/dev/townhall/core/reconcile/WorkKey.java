package dev.townhall.core.reconcile;

/// One duty for one thing: the unit of work of the engine.
public record WorkKey(String reconciler, String key) {
    @Override
    public String toString() {
        return reconciler + "/" + key;
    }
}
