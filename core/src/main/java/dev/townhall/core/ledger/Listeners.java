package dev.townhall.core.ledger;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners of a commit; one that throws is logged and harms nobody.
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private Listeners() {}

    static void tell(List<Consumer<Ledger.Committed>> listeners, Ledger.Committed committed) {
        for (Consumer<Ledger.Committed> listener : listeners) {
            try {
                listener.accept(committed);
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("error", e.toString())
                        .setCause(e)
                        .log("a listener to commits failed");
            }
        }
    }
}
