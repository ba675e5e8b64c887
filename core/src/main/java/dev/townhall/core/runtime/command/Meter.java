package dev.townhall.core.runtime.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.preset.Metering;
import java.util.ArrayList;
import java.util.List;

/// Reads what a session used, where its preset says that stands. Thread-safe.
final class Meter {
    private final Metering where;
    private Reading before = new Reading(0, 0, 0);

    private record Reading(long input, long cached, long output) {
        Reading since(Reading earlier) {
            return new Reading(
                    Math.max(0, input - earlier.input),
                    Math.max(0, cached - earlier.cached),
                    Math.max(0, output - earlier.output));
        }
    }

    Meter(Metering where) {
        this.where = where;
    }

    /// Tells what `event` says was used, if it says so.
    synchronized void read(JsonNode event, Teller teller) {
        Reading now =
                new Reading(
                        sum(event, where.input()),
                        sum(event, where.cached()),
                        sum(event, where.output()));
        if (now.input() == 0 && now.output() == 0) {
            return;
        }
        Reading news =
                switch (where.of()) {
                    case TURN -> now;
                    case SESSION -> now.since(before);
                };
        before = now;
        teller.usage(news.input(), news.output(), news.cached());
    }

    private static long sum(JsonNode event, List<String> paths) {
        long sum = 0;
        for (String path : paths) {
            List<JsonNode> at = List.of(event);
            for (String name : path.split("\\.", -1)) {
                at = under(at, name);
            }
            for (JsonNode node : at) {
                sum += node.isNumber() ? Math.max(0, node.asLong()) : 0;
            }
        }
        return sum;
    }

    private static List<JsonNode> under(List<JsonNode> nodes, String name) {
        List<JsonNode> under = new ArrayList<>();
        for (JsonNode node : nodes) {
            if (name.equals("*")) {
                node.forEach(under::add);
            } else {
                under.add(node.path(name));
            }
        }
        return under;
    }
}
