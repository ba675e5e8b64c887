package dev.townhall.core.tool;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadEdit;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Comment;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.Script;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.rig.Rig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Making and changing work. Nothing here puts a bead on order, closes one, or lets one carry
/// commands: that is for people and for evidence.
final class BeadTools {
    static final int MADE_IN_A_SESSION_MAX = 50;
    static final int COMMENTS_MAX = 200;
    private static final int LABELS_MAX = 20;
    private static final int TITLE_CHARS_MAX = 200;
    private static final int TEXT_CHARS_MAX = 16_000;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,49}");

    private BeadTools() {}

    static List<Tool> all(Credentials credentials) {
        return List.of(
                Tool.writes(
                        "create",
                        "Make a bead: work you found that is not yours to do now. It is open, not on"
                                + " order; people order it.",
                        Fields.of(
                                new Field.Text("title", "one line", 1, TITLE_CHARS_MAX, true),
                                new Field.Text("description", "Markdown", 0, TEXT_CHARS_MAX, false),
                                new Field.Text("acceptance", "when it is done", 0, 4_000, false),
                                new Field.Choice(
                                        "type",
                                        "default task",
                                        List.of("task", "bug", "feature", "chore", "epic"),
                                        false),
                                new Field.Whole(
                                        "priority", "0 critical to 4, default 2", 0, 4, false),
                                new Field.Text("parent", "an epic's id", 1, 255, false),
                                new Field.Texts("after", "ids that must be closed first", 20, 255),
                                new Field.Texts("labels", "words", 10, 50),
                                new Field.Flag("witness", "a witness judges the work"),
                                new Field.Text("rig", "for the mayor: which rig", 1, 40, false)),
                        Tool.AUTHORS,
                        (tx, call) -> create(tx, call, credentials)),
                Tool.writes(
                        "update",
                        "Change fields of a bead. The text of ordered work stays as it is.",
                        Fields.of(
                                ViewTools.ID,
                                new Field.Text("title", "one line", 1, TITLE_CHARS_MAX, false),
                                new Field.Text(
                                        "description", "replaces it", 0, TEXT_CHARS_MAX, false),
                                new Field.Text("design", "replaces it", 0, TEXT_CHARS_MAX, false),
                                new Field.Text("acceptance", "replaces it", 0, 4_000, false),
                                new Field.Text("notes", "replaces them", 0, TEXT_CHARS_MAX, false),
                                new Field.Whole("priority", "0 to 4", 0, 4, false),
                                new Field.Texts("add_labels", "words", 10, 50)),
                        Tool.AUTHORS,
                        BeadTools::update),
                Tool.writes(
                        "comment",
                        "Add a remark to a bead, for people and agents after you.",
                        Fields.of(
                                ViewTools.ID, new Field.Text("text", "the remark", 1, 8_000, true)),
                        Tool.SEEING,
                        BeadTools::comment),
                Tool.writes(
                        "dep",
                        "Add or remove an edge: `id` depends on `on`.",
                        Fields.of(
                                ViewTools.ID,
                                new Field.Text("on", "the other bead's id", 1, 255, true),
                                new Field.Choice(
                                        "type",
                                        "default blocks: `id` waits for `on`",
                                        List.of(
                                                Dependency.BLOCKS,
                                                Dependency.PARENT_CHILD,
                                                "related",
                                                "discovered-from"),
                                        false),
                                new Field.Flag("remove", "take the edge away")),
                        Tool.AUTHORS,
                        BeadTools::dep));
    }

    private static String create(Transaction tx, Tool.Call call, Credentials credentials) {
        Reach reach = Reach.of(tx, call);
        Arguments with = call.with();
        Rig rig = reach.rig(with.find("rig"));
        if (credentials.countMade(call.who()) >= MADE_IN_A_SESSION_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "You made %s beads in this session; that is the most. Tell a person the rest."
                            .formatted(MADE_IN_A_SESSION_MAX));
        }
        String title = title(with.text("title"));
        String description = Sanitizer.code(with.text("description"));
        BeadId id = tx.newId(rig.prefix(), title, description);
        String type = with.find("type").orElse(Bead.TASK);
        List<Dependency> edges = new ArrayList<>();
        with.find("parent").ifPresent(parent -> edges.add(parent(tx, reach, rig, parent)));
        for (String after : new LinkedHashSet<>(with.texts("after"))) {
            BeadId target = reach.work(after).id();
            edges.add(Dependency.on(target, Dependency.BLOCKS, tx.now(), tx.actor()));
        }
        Bead bead =
                new BeadEdit(Bead.fresh(id, type, title, tx.actor(), tx.now()))
                        .description(description)
                        .acceptanceCriteria(Sanitizer.code(with.text("acceptance")))
                        .priority(with.number("priority", 2))
                        .labels(wanted(with))
                        .dependencies(edges)
                        .done();
        mustCarryNoCommands(bead);
        tx.create(bead);
        Events.emit(tx, new TownEvent.BeadCreated(id, title));
        return "Made %s: %s. It is open and not on order.".formatted(id, title);
    }

    private static Dependency parent(Transaction tx, Reach reach, Rig rig, String id) {
        Bead parent = reach.free(id, "children");
        Check.that(
                parent.type().equals(Bead.EPIC) && parent.id().prefix().equals(rig.prefix()),
                "A parent is an epic of rig %s; %s is a %s.",
                rig.name(),
                parent.id(),
                parent.type());
        return Dependency.on(parent.id(), Dependency.PARENT_CHILD, tx.now(), tx.actor());
    }

    private static String update(Transaction tx, Tool.Call call) {
        Reach reach = Reach.of(tx, call);
        Arguments with = call.with();
        String id = with.text("id");
        Bead bead = reach.changed(id);
        BeadEdit edit = new BeadEdit(bead);
        List<String> fields = new ArrayList<>();
        for (String field : List.of("title", "description", "design", "acceptance")) {
            if (with.has(field)) {
                reach.free(id, field);
                put(edit, field, with.text(field));
                fields.add(field);
            }
        }
        if (with.has("notes")) {
            edit.notes(Sanitizer.code(with.text("notes")));
            fields.add("notes");
        }
        if (with.has("priority")) {
            edit.priority(with.number("priority", bead.priority()));
            fields.add("priority");
        }
        List<String> labels = labels(with.texts("add_labels"));
        if (!labels.isEmpty()) {
            reach.free(id, "labels");
            Set<String> all = new LinkedHashSet<>(bead.labels());
            all.addAll(labels);
            Check.that(all.size() <= LABELS_MAX, "A bead has at most %s labels.", LABELS_MAX);
            edit.labels(List.copyOf(all));
            fields.add("labels");
        }
        Check.that(!fields.isEmpty(), "update: nothing to change was given.");
        Bead changed = edit.done();
        if (fields.contains("description")) {
            mustCarryNoCommands(changed);
        }
        tx.update(changed);
        Events.emit(tx, new TownEvent.BeadChanged(bead.id(), tx.actor(), fields));
        return "Changed %s of %s.".formatted(String.join(", ", fields), bead.id());
    }

    private static void put(BeadEdit edit, String field, String text) {
        switch (field) {
            case "title" -> edit.title(title(text));
            case "description" -> edit.description(Sanitizer.code(text));
            case "design" -> edit.design(Sanitizer.code(text));
            default -> edit.acceptanceCriteria(Sanitizer.code(text));
        }
    }

    private static String comment(Transaction tx, Tool.Call call) {
        Bead bead = Reach.of(tx, call).work(call.with().text("id"));
        List<Comment> comments = new ArrayList<>(bead.comments());
        if (comments.size() >= COMMENTS_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "%s has %s comments; that is the most.".formatted(bead.id(), comments.size()));
        }
        String text = Sanitizer.text(call.with().text("text"));
        comments.add(new Comment(commentId(tx, bead, text), tx.actor().text(), text, tx.now()));
        tx.update(new BeadEdit(bead).comments(comments).done());
        Events.emit(tx, new TownEvent.CommentAdded(bead.id(), tx.actor()));
        return "Noted on %s.".formatted(bead.id());
    }

    /// Made of what the comment is, so that the same call run again gives the same id.
    private static String commentId(Transaction tx, Bead bead, String text) {
        String facts =
                String.join(
                        "|",
                        bead.id().text(),
                        tx.actor().text(),
                        tx.now().toString(),
                        Integer.toString(bead.comments().size()),
                        text);
        return UUID.nameUUIDFromBytes(facts.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String dep(Transaction tx, Tool.Call call) {
        Reach reach = Reach.of(tx, call);
        String type = call.with().find("type").orElse(Dependency.BLOCKS);
        boolean holds = type.equals(Dependency.BLOCKS) || type.equals(Dependency.PARENT_CHILD);
        String id = call.with().text("id");
        Bead bead = holds ? reach.free(id, "dependencies") : reach.changed(id);
        String on = call.with().text("on");
        Bead target = type.equals(Dependency.PARENT_CHILD) ? epic(reach, on) : reach.work(on);
        Check.that(!bead.id().equals(target.id()), "%s cannot depend on itself.", bead.id());
        return call.with().flag("remove")
                ? Edges.remove(tx, bead, target, type)
                : Edges.add(tx, bead, target, type);
    }

    private static Bead epic(Reach reach, String id) {
        Bead parent = reach.free(id, "children");
        Check.that(
                parent.type().equals(Bead.EPIC),
                "A parent is an epic; %s is a %s.",
                parent.id(),
                parent.type());
        return parent;
    }

    private static String title(String text) {
        String title = Sanitizer.line(text);
        Check.that(
                !title.isBlank(),
                "A title is one line with words in it; nothing was left of this one.");
        return title;
    }

    private static List<String> wanted(Arguments with) {
        Set<String> labels = new LinkedHashSet<>(labels(with.texts("labels")));
        if (with.flag("witness")) {
            labels.add(MergeRequests.WITNESS_LABEL);
        }
        return List.copyOf(labels);
    }

    private static List<String> labels(List<String> words) {
        for (String word : words) {
            Check.that(
                    LABEL.matcher(word).matches(),
                    "A label is 1 to 50 of a-z, 0-9, '.', _, / and -; found '%s'.",
                    word);
        }
        return List.copyOf(new LinkedHashSet<>(words));
    }

    /// What the town would run is for people to write.
    private static void mustCarryNoCommands(Bead bead) {
        if (Script.of(bead).isPresent() || Script.verificationOf(bead).isPresent()) {
            throw TownException.forbidden(
                    "A bead with a fenced sh or verify block carries commands that the town would"
                            + " run. Describe the work in words, or ask a person to write it.");
        }
    }
}
