package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The lists inside a record: labels, edges and comments.
final class BeadParts {
    private static final String OWNER = "issue_id";
    private static final String LABELS = "labels";
    private static final String DEPENDENCIES = "dependencies";
    private static final String COMMENTS = "comments";

    private BeadParts() {}

    static List<String> labels(RecordText in) throws IOException {
        if (!in.startList(LABELS)) {
            return List.of();
        }
        List<String> labels = new ArrayList<>();
        while (in.nextElement()) {
            labels.add(in.element(LABELS, "texts"));
        }
        return labels;
    }

    /// @param id of the bead, as far as it is known by now
    static List<Dependency> dependencies(RecordText in, String id, BeadTimes times)
            throws IOException {
        if (!in.startList(DEPENDENCIES)) {
            return List.of();
        }
        List<Dependency> edges = new ArrayList<>();
        while (in.nextElement()) {
            in.requireObject(DEPENDENCIES);
            edges.add(edge(in, id, times));
        }
        return edges;
    }

    private static Dependency edge(RecordText in, String id, BeadTimes times) throws IOException {
        String target = "";
        String type = "";
        String at = "";
        String by = "";
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        for (String key = in.nextKey(); key != null; key = in.nextKey()) {
            switch (key) {
                case "depends_on_id" -> target = in.scalar();
                case "type" -> type = type(in.scalar());
                case "created_at" -> at = in.scalar();
                case "created_by" -> by = in.scalar();
                case OWNER -> {
                    if (!in.isText(id)) {
                        rest.put(OWNER, in.tree());
                    }
                }
                default -> rest.put(key, in.tree());
            }
        }
        Instant made = times.ofEdge(in, target, type, at);
        return new Dependency(
                target,
                type.isEmpty() ? Dependency.BLOCKS : type,
                made == null ? Instant.EPOCH : made,
                by,
                rest);
    }

    private static String type(String text) {
        return switch (text) {
            case Dependency.BLOCKS -> Dependency.BLOCKS;
            case Dependency.PARENT_CHILD -> Dependency.PARENT_CHILD;
            default -> text;
        };
    }

    /// The edges without what only repeats `id`, should that have been read after them.
    static List<Dependency> owned(List<Dependency> edges, String id) {
        List<Dependency> owned = new ArrayList<>(edges.size());
        for (Dependency edge : edges) {
            JsonNode owner = edge.rest().get(OWNER);
            owned.add(owner != null && owner.asText().equals(id) ? withoutOwner(edge) : edge);
        }
        return owned;
    }

    private static Dependency withoutOwner(Dependency edge) {
        Map<String, JsonNode> rest = new LinkedHashMap<>(edge.rest());
        rest.remove(OWNER);
        return new Dependency(edge.target(), edge.type(), edge.createdAt(), edge.createdBy(), rest);
    }

    static List<Comment> comments(RecordText in, BeadTimes times) throws IOException {
        if (!in.startList(COMMENTS)) {
            return List.of();
        }
        List<Comment> comments = new ArrayList<>();
        while (in.nextElement()) {
            in.requireObject(COMMENTS);
            comments.add(comment(in, times));
        }
        return comments;
    }

    private static Comment comment(RecordText in, BeadTimes times) throws IOException {
        String id = "";
        String author = "";
        String text = "";
        String at = "";
        for (String key = in.nextKey(); key != null; key = in.nextKey()) {
            switch (key) {
                case "id" -> id = in.scalar();
                case "author" -> author = in.scalar();
                case "text" -> text = in.scalar();
                case "created_at" -> at = in.scalar();
                default -> in.skip();
            }
        }
        Instant made = times.of(in, "comments/" + id, at);
        return new Comment(id, author, text, made == null ? Instant.EPOCH : made);
    }
}
