package dev.townhall.core.convoy;

import java.util.ArrayList;
import java.util.List;

/// An item of a plan while it is being read. Owned by one [PlanReader].
final class Draft {
    final int number;
    final int line;
    final int columns;
    final int parent;
    String title = "";
    boolean epic;
    boolean approval;
    boolean witness;
    int commands;
    int verifications;
    final List<Integer> after = new ArrayList<>();
    final List<String> description = new ArrayList<>();

    Draft(int number, int line, int columns, int parent) {
        this.number = number;
        this.line = line;
        this.columns = columns;
        this.parent = parent;
    }

    String named() {
        return "item " + number + " \"" + title + "\"";
    }

    Plan.Item item(List<Draft> all) {
        return new Plan.Item(
                number,
                line,
                title,
                String.join("\n", description).strip(),
                after.stream().distinct().sorted().toList(),
                parent,
                epic,
                approvalWithin(all),
                witnessWithin(all));
    }

    private boolean witnessWithin(List<Draft> all) {
        return witness || (parent > 0 && all.get(parent - 1).witnessWithin(all));
    }

    private boolean approvalWithin(List<Draft> all) {
        return approval || (parent > 0 && all.get(parent - 1).approvalWithin(all));
    }
}
