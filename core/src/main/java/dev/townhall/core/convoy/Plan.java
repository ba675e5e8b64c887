package dev.townhall.core.convoy;

import dev.townhall.core.foundation.check.Check;
import java.util.List;

/// A written plan: items in the order they were typed, numbered from 1. Valid by construction of
/// [PlanText]: numbers in `after` and `parent` exist, and there is no cycle.
///
/// @param doubts what looked like an attribute and was taken as text, as sentences for people
public record Plan(List<Item> items, List<String> doubts) {
    public static final int ITEMS_MAX = 200;

    public Plan {
        Check.that(!items.isEmpty(), "A plan needs at least one item.");
        items = List.copyOf(items);
        doubts = List.copyOf(doubts);
    }

    public Plan(List<Item> items) {
        this(items, List.of());
    }

    /// One line of the plan.
    ///
    /// @param number from 1, in order
    /// @param line where it stands in the text, from 1
    /// @param description what else was written below it, fenced blocks included
    /// @param after the numbers of the items that must be closed first
    /// @param parent the number of the epic it belongs to, 0 for none
    /// @param epic whether other items are indented below it; it carries no work itself
    /// @param approval whether its merge waits for a person
    /// @param witness whether a witness judges its work first
    public record Item(
            int number,
            int line,
            String title,
            String description,
            List<Integer> after,
            int parent,
            boolean epic,
            boolean approval,
            boolean witness) {
        public Item {
            after = List.copyOf(after);
        }
    }

    public Item item(int number) {
        return items.get(number - 1);
    }
}
