package dev.townhall.core.convoy;

import dev.townhall.core.bead.Bead;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What must hold between the items of a plan.
final class PlanRules {
    private PlanRules() {}

    static void check(List<Draft> drafts, List<PlanText.Problem> problems) {
        Map<String, Draft> titles = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            title(draft, titles, problems);
            numbers(draft, drafts.size(), problems);
            if (draft.epic && draft.commands + draft.verifications > 0) {
                problems.add(
                        new PlanText.Problem(
                                draft.line,
                                capital(draft.named())
                                        + " has items below it, so it carries no work of its own:"
                                        + " move its block to an item."));
            }
        }
    }

    private static void title(
            Draft draft, Map<String, Draft> titles, List<PlanText.Problem> problems) {
        int bytes = draft.title.getBytes(StandardCharsets.UTF_8).length;
        if (draft.title.isEmpty()) {
            problems.add(new PlanText.Problem(draft.line, "This item has no title."));
            return;
        }
        if (bytes > Bead.TITLE_BYTES_MAX) {
            problems.add(
                    new PlanText.Problem(
                            draft.line,
                            "A title has at most %s bytes; found %s. Put the rest on an indented line below."
                                    .formatted(Bead.TITLE_BYTES_MAX, bytes)));
            return;
        }
        String same = draft.title.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Draft before = titles.putIfAbsent(same, draft);
        if (before != null) {
            problems.add(
                    new PlanText.Problem(
                            draft.line,
                            "\"%s\" stands on line %s already. Remove one or say how they differ."
                                    .formatted(draft.title, before.line)));
        }
    }

    private static void numbers(Draft draft, int count, List<PlanText.Problem> problems) {
        for (int wanted : draft.after.stream().distinct().toList()) {
            if (wanted == draft.number) {
                problems.add(
                        new PlanText.Problem(
                                draft.line, capital(draft.named()) + " cannot wait for itself."));
            } else if (wanted < 1 || wanted > count) {
                problems.add(
                        new PlanText.Problem(
                                draft.line,
                                "%s waits for item %s; the plan has %s."
                                        .formatted(
                                                capital(draft.named()),
                                                wanted,
                                                count == 1 ? "one item" : "items 1 to " + count)));
            }
        }
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
