package dev.townhall.core.bead;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.Check;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An edge from the bead that carries it to another: "this depends on `target`".
/// A bead has at most one edge to the same target.
///
/// @param target a bead id, or `external:…`, which never blocks
/// @param type one of the constants below, or any other word of up to 50 characters
/// @param rest fields of the edge that the town does not use, kept as they came
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Dependency(
        String target,
        String type,
        Instant createdAt,
        String createdBy,
        Map<String, JsonNode> rest) {
    public static final String BLOCKS = "blocks";
    public static final String PARENT_CHILD = "parent-child";
    public static final String CONDITIONAL_BLOCKS = "conditional-blocks";
    public static final String WAITS_FOR = "waits-for";
    public static final String TRACKS = "tracks";

    public Dependency {
        Check.that(!target.isBlank(), "A dependency needs a target; found none.");
        Check.that(
                !type.isBlank() && type.length() <= 50,
                "A dependency's type is 1 to 50 characters; found '%s'.",
                type);
        rest = rest.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(rest));
    }

    public static Dependency on(BeadId target, String type, Instant at, Actor by) {
        return new Dependency(target.text(), type, at, by.text(), Map.of());
    }
}
