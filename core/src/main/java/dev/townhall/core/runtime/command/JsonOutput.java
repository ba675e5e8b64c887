package dev.townhall.core.runtime.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.process.Processes.Exit;
import java.util.Optional;

/// One JSON object, with warnings of the program around it perhaps.
final class JsonOutput implements TurnOutput {
    private static final int CHARACTERS_MAX = 8 * 1024 * 1024;
    private static final int TRIES_MAX = 50;

    private final Teller teller;
    private final Meter meter;
    private final StringBuilder printed = new StringBuilder();

    JsonOutput(Teller teller, Meter meter) {
        this.teller = teller;
        this.meter = meter;
    }

    @Override
    public void take(String piece) {
        int room = CHARACTERS_MAX - printed.length();
        printed.append(piece, 0, Math.min(room, piece.length()));
    }

    @Override
    public Optional<String> session() {
        return teller.session();
    }

    @Override
    public Result end(Exit exit) {
        Optional<JsonNode> found = object();
        if (found.isEmpty()) {
            if (exit.isSuccess()) {
                teller.failure("It ended without the JSON object it should print.", exit.output());
            }
            return teller.result();
        }
        meter.read(found.get(), teller);
        StreamEvents.conclusion(found.get(), teller);
        teller.result().words().ifPresent(teller::text);
        return teller.result();
    }

    /// The first object that begins a line and can be read.
    private Optional<JsonNode> object() {
        int at = printed.indexOf("{");
        for (int tries = 0; at >= 0 && tries < TRIES_MAX; tries++) {
            if (at == 0 || printed.charAt(at - 1) == '\n') {
                try {
                    JsonNode tree = Json.parse(printed.substring(at));
                    if (tree.isObject()) {
                        return Optional.of(tree);
                    }
                } catch (TownException e) {
                    // Not the object: a later line may begin it.
                }
            }
            at = printed.indexOf("\n{", at);
            at = at < 0 ? at : at + 1;
        }
        return Optional.empty();
    }
}
