package dev.townhall.core.convoy;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.Script;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Hidden;
import dev.townhall.core.mergequeue.MergeRequests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a person writes of a bead. Refused, never tidied, where it is not what it looks like.
///
/// @param description its text, fenced blocks of commands included
/// @param priority 0 (critical) to 4 (backlog)
/// @param after the beads it waits for
/// @param approval whether its merge waits for a person
/// @param witness whether a witness judges its work first
public record TaskText(
        String title,
        String description,
        int priority,
        List<BeadId> after,
        boolean approval,
        boolean witness) {
    public static final int PRIORITY_DEFAULT = 2;
    public static final String COMMANDS = "commands";

    public TaskText {
        title = title.strip();
        description = description.replace("\r\n", "\n").strip();
        after = List.copyOf(after);
        checkTitle(title);
        int hidden = Hidden.firstIn(description);
        Check.that(
                hidden < 0,
                "The text holds the hidden character %s. Type it again without.",
                hidden < 0 ? "" : shown(description, hidden));
        Check.that(
                priority >= 0 && priority <= 4,
                "A priority is 0 (critical) to 4 (backlog); found %s.",
                priority);
    }

    public static TaskText of(Bead bead) {
        return new TaskText(
                bead.title(),
                bead.description(),
                bead.priority(),
                bead.targets(Dependency.BLOCKS),
                bead.labels().contains(MergeRequests.APPROVAL_LABEL),
                bead.labels().contains(MergeRequests.WITNESS_LABEL));
    }

    public static TaskText titled(String title) {
        return new TaskText(title, "", PRIORITY_DEFAULT, List.of(), false, false);
    }

    public TaskText withTitle(String newTitle) {
        return new TaskText(newTitle, description, priority, after, approval, witness);
    }

    /// With another text. Commands in it replace the present ones; where it has none, those stay.
    public TaskText withText(String text) {
        Optional<Script> kept = Script.in(description);
        boolean own = Script.in(text).isPresent();
        String whole = own || kept.isEmpty() ? text : kept.get().replacedIn(text);
        return new TaskText(title, whole, priority, after, approval, witness);
    }

    /// With other commands.
    public TaskText withCommands(String commands) {
        Check.that(!commands.isBlank(), "There is no command in that.");
        if (commands.lines().anyMatch(line -> line.startsWith("```"))) {
            throw TownException.badInput(
                    "A line of the commands begins with ```, which would end their block.");
        }
        String whole = new Script(commands).replacedIn(description);
        return new TaskText(title, whole, priority, after, approval, witness);
    }

    public TaskText withPriority(int newPriority) {
        return new TaskText(title, description, newPriority, after, approval, witness);
    }

    public TaskText waitingFor(List<BeadId> beads) {
        return new TaskText(title, description, priority, beads, approval, witness);
    }

    public TaskText withApproval(boolean needed) {
        return new TaskText(title, description, priority, after, needed, witness);
    }

    public TaskText withWitness(boolean needed) {
        return new TaskText(title, description, priority, after, approval, needed);
    }

    /// What differs, in words for people.
    List<String> differencesTo(TaskText other) {
        List<String> names = new ArrayList<>();
        note(names, "title", !title.equals(other.title));
        boolean commands = !Script.in(description).equals(Script.in(other.description));
        note(names, COMMANDS, commands || verifies(other));
        note(names, "text", !description.equals(other.description) && !commands);
        note(names, "priority", priority != other.priority);
        note(names, "what it waits for", !after.equals(other.after));
        note(names, "approval", approval != other.approval);
        note(names, "witness", witness != other.witness);
        return names;
    }

    /// Whether the commands that prove it done differ, or may.
    private boolean verifies(TaskText other) {
        return !description.equals(other.description)
                && (description + other.description).contains("```verify");
    }

    private static void note(List<String> names, String name, boolean differs) {
        if (differs) {
            names.add(name);
        }
    }

    private static void checkTitle(String title) {
        Check.that(!title.isEmpty(), "A bead needs a title: a few words of what is to be done.");
        Check.that(
                title.indexOf('\n') < 0 && title.indexOf('\t') < 0,
                "A title is one line without tabs. Put the rest into the bead's text.");
        int hidden = Hidden.firstIn(title);
        Check.that(
                hidden < 0,
                "The title holds the hidden character %s. Type it again without.",
                hidden < 0 ? "" : shown(title, hidden));
        int bytes = title.getBytes(StandardCharsets.UTF_8).length;
        Check.that(
                bytes <= Bead.TITLE_BYTES_MAX,
                "A title has at most %s bytes; found %s. Put the rest into the bead's text.",
                Bead.TITLE_BYTES_MAX,
                bytes);
    }

    private static String shown(String text, int at) {
        return "U+%04X".formatted(text.codePointAt(at));
    }
}
