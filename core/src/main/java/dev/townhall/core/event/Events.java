package dev.townhall.core.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.ledger.EventDraft;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes and reads [TownEvent]s as the ledger's numbered events. The stored type of
/// `ConvoyLanded` is `convoy.landed`; the payload is the record's components.
public final class Events {
    private static final Map<String, Class<? extends TownEvent>> TYPES = types();

    private Events() {}

    public static void emit(Transaction transaction, TownEvent event) {
        transaction.emit(draft(event));
    }

    public static EventDraft draft(TownEvent event) {
        ObjectNode payload = (ObjectNode) Json.tree(event);
        return new EventDraft(typeOf(event.getClass()), event.subject(), payload);
    }

    public static TownEvent read(EventRecord event) {
        return read(event.type(), event.payload());
    }

    public static TownEvent read(EventDraft event) {
        return read(event.type(), event.payload());
    }

    private static TownEvent read(String type, JsonNode payload) {
        Class<? extends TownEvent> found = TYPES.get(type);
        if (found == null) {
            throw new TownException(
                    ErrorCode.DAMAGED,
                    "The ledger holds an event of type '"
                            + type
                            + "', which this version does not know. Start the version that wrote it.");
        }
        return Json.value(payload, found);
    }

    /// The dotted type of an event class.
    public static String typeOf(Class<?> event) {
        return event.getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", ".")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, Class<? extends TownEvent>> types() {
        Map<String, Class<? extends TownEvent>> types = new LinkedHashMap<>();
        for (Class<?> permitted : TownEvent.class.getPermittedSubclasses()) {
            types.put(typeOf(permitted), permitted.asSubclass(TownEvent.class));
        }
        return types;
    }
}
