package dev.townhall.core.tool;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.memory.Memories;
import dev.townhall.core.memory.Memory;
import dev.townhall.core.memory.Shelf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is worth knowing next time.
final class MemoryTools {
    private static final List<String> SCOPES = List.of("rig", "role", "agent");

    private MemoryTools() {}

    static List<Tool> all() {
        return List.of(
                Tool.writes(
                        "remember",
                        "Keep a fact for later sessions: for everyone on the rig, for your role, or"
                                + " for you. The same key replaces it; empty text forgets it.",
                        Fields.of(
                                new Field.Text("key", "like build-needs-jdk25", 1, 60, true),
                                new Field.Text(
                                        "text", "the fact", 0, Memories.TEXT_CHARS_MAX, true),
                                new Field.Choice("scope", "default agent", SCOPES, false)),
                        Tool.EVERYONE,
                        MemoryTools::remember),
                Tool.reads(
                        "recall",
                        "Facts that were kept for you.",
                        Fields.of(
                                new Field.Text("about", "words to look for", 1, 100, false),
                                new Field.Choice("scope", "default all", SCOPES, false)),
                        Tool.EVERYONE,
                        MemoryTools::recall));
    }

    private static String remember(Transaction tx, Tool.Call call) {
        Reach.of(tx, call).needTown("What you remember");
        String scope = call.with().find("scope").orElse("agent");
        Shelf shelf = shelf(call.who(), scope);
        String key = call.with().text("key").strip();
        String text = Sanitizer.text(call.with().text("text")).strip();
        if (text.isEmpty()) {
            Memories.forget(tx, shelf, key);
            return "Forgot %s.".formatted(key);
        }
        Memories.keep(tx, shelf, key, text);
        return "Kept %s for %s.".formatted(key, shelf.owner());
    }

    private static String recall(LedgerView view, Tool.Call call) {
        Reach.of(view, call).needTown("What you remember");
        String about = call.with().text("about").toLowerCase(Locale.ROOT).strip();
        StringBuilder text = new StringBuilder();
        for (Shelf shelf : shelves(call)) {
            for (Bead bead : Memories.on(view, shelf)) {
                String all = (bead.title() + " " + bead.description()).toLowerCase(Locale.ROOT);
                if (all.contains(about)) {
                    String by = Memory.ASPECT.of(bead).map(it -> it.by().text()).orElse("somebody");
                    text.append(
                            Said.of(
                                    "%s (%s)".formatted(bead.title(), scope(shelf)),
                                    by,
                                    bead.description()));
                }
            }
        }
        return text.isEmpty() ? "Nothing is remembered about that." : text.toString();
    }

    private static List<Shelf> shelves(Tool.Call call) {
        List<Shelf> shelves = new ArrayList<>();
        for (String scope : call.with().find("scope").map(List::of).orElse(SCOPES)) {
            if (!scope.equals("rig") || call.who().rig().isPresent()) {
                shelves.add(shelf(call.who(), scope));
            }
        }
        return shelves;
    }

    private static Shelf shelf(Credential who, String scope) {
        return switch (scope) {
            case "rig" ->
                    Shelf.of(
                            who.rig()
                                    .orElseThrow(() ->
                                            TownException.badInput(
                                                    "You work on no single rig: keep it for your role"
                                                            + " or for yourself.")));
            case "role" -> Shelf.of(who.rig(), who.role());
            default -> Shelf.of(who.agent());
        };
    }

    private static String scope(Shelf shelf) {
        return shelf.scope().name().toLowerCase(Locale.ROOT);
    }
}
