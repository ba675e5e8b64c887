package dev.townhall.core.runtime.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import java.util.Optional;

/// A JSON object a line. Lines that are none (warnings, half lines) are passed over, as are lines
/// too long to hold.
final class StreamOutput implements TurnOutput {
    private static final int LINE_CHARACTERS_MAX = 32 * 1024 * 1024;

    private final Teller teller;
    private final Meter meter;
    private final StringBuilder line = new StringBuilder();
    private boolean tooLong;
    private long read;
    private long skipped;

    StreamOutput(Teller teller, Meter meter) {
        this.teller = teller;
        this.meter = meter;
    }

    @Override
    public void take(String piece) {
        int from = 0;
        for (int end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
            append(piece, from, end);
            finishLine();
            from = end + 1;
        }
        append(piece, from, piece.length());
    }

    @Override
    public Optional<String> session() {
        return teller.session();
    }

    @Override
    public Result end(Exit exit) {
        finishLine();
        if (read == 0 && exit.isSuccess()) {
            teller.failure("It ended without a line of JSON.", exit.output());
        }
        if (skipped > 0) {
            teller.odd(
                    FindingKind.BAD_OUTPUT,
                    "%s of its lines were damaged or too long and were skipped."
                            .formatted(skipped));
        }
        return teller.result();
    }

    private void append(String piece, int from, int to) {
        if (tooLong || line.length() + to - from > LINE_CHARACTERS_MAX) {
            tooLong = true;
            line.setLength(0);
            return;
        }
        line.append(piece, from, to);
    }

    private void finishLine() {
        String text = line.toString().strip();
        line.setLength(0);
        if (tooLong || !text.startsWith("{")) {
            skipped += tooLong ? 1 : 0; // What is no JSON is mostly a warning to people.
            tooLong = false;
            return;
        }
        try {
            JsonNode event = Json.parse(text);
            read++;
            meter.read(event, teller);
            StreamEvents.read(event, teller);
        } catch (TownException e) {
            skipped++; // A damaged line: what it said is lost, the turn goes on.
        }
    }
}
