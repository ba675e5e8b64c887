package dev.townhall.core.runtime.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.preset.Metering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a session used, where its preset says that stands. Thread-safe.
final class Meter {
    private final Metering where;
    private Optional<Reading> before = Optional.of(Reading.NOTHING);
    private Optional<String> session = Optional.empty();

    private record Reading(long input, long cached, long output) {
        static final Reading NOTHING = new Reading(0, 0, 0);

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

    /// The session is one of earlier days: what it used then is not known, so its first figure counts
    /// nothing.
    synchronized void resumes() {
        before = Optional.empty();
    }

    /// Another session begins.
    synchronized void begins() {
        before = Optional.of(Reading.NOTHING);
        session = Optional.empty();
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
        Optional<String> told = teller.session();
        if (session.isPresent() && told.isPresent() && !told.equals(session)) {
            before = Optional.of(Reading.NOTHING);
        }
        session = told.or(() -> session);
        Reading news =
                switch (where.of()) {
                    case TURN -> now;
                    case SESSION -> now.since(before.orElse(now));
                };
        before = Optional.of(now);
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
