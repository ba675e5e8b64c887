package dev.townhall.core.convoy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Who waits for whom in a plan. Each item has a start and an end: an item starts after the end of
/// those it waits for and after the start of its epic; an epic ends after the end of its items.
final class PlanGraph {
    private static final int ON_PATH = 1;
    private static final int DONE = 2;

    private final Plan plan;

    /// Edges from a node to those that must come before it. Node 2n is the start of item n+1, node
    /// 2n+1 its end.
    private final List<List<Integer>> before;

    private final int[] marks;
    private final int[] levels;
    private final Deque<Integer> path = new ArrayDeque<>();
    private List<Integer> cycle = List.of();

    private PlanGraph(Plan plan) {
        this.plan = plan;
        int nodes = plan.items().size() * 2;
        before = new ArrayList<>(nodes);
        for (int i = 0; i < nodes; i++) {
            before.add(new ArrayList<>());
        }
        plan.items().forEach(this::connect);
        marks = new int[nodes];
        levels = new int[nodes];
    }

    static PlanGraph of(Plan plan) {
        PlanGraph graph = new PlanGraph(plan);
        for (int node = 0; node < graph.marks.length && graph.cycle.isEmpty(); node++) {
            graph.visit(node);
        }
        return graph;
    }

    /// Items that wait for each other, as a problem; empty when there are none.
    Optional<PlanText.Problem> cycle() {
        if (cycle.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> items = new ArrayList<>();
        for (int node : cycle) {
            if (items.isEmpty() || items.getLast() != node / 2 + 1) {
                items.add(node / 2 + 1);
            }
        }
        if (items.size() > 1 && items.getFirst().equals(items.getLast())) {
            items.removeLast();
        }
        Collections.rotate(items, -items.indexOf(Collections.min(items)));
        List<String> names = new ArrayList<>();
        items.forEach(number -> names.add(number + " \"" + plan.item(number).title() + "\""));
        names.add(String.valueOf(items.getFirst()));
        return Optional.of(
                new PlanText.Problem(
                        plan.item(items.getFirst()).line(),
                        "These items wait for each other: "
                                + String.join(" -> ", names)
                                + ". Remove one of their after:."));
    }

    /// How many items must end one after another before `number` starts.
    int level(int number) {
        return levels[start(number)];
    }

    private void connect(Plan.Item item) {
        before.get(end(item.number())).add(start(item.number()));
        item.after().forEach(wanted -> before.get(start(item.number())).add(end(wanted)));
        if (item.parent() > 0) {
            before.get(start(item.number())).add(start(item.parent()));
            before.get(end(item.parent())).add(end(item.number()));
        }
    }

    private void visit(int node) {
        if (marks[node] == DONE || !cycle.isEmpty()) {
            return;
        }
        if (marks[node] == ON_PATH) {
            List<Integer> found = new ArrayList<>();
            for (int on : path) {
                found.add(on);
                if (on == node) {
                    break;
                }
            }
            Collections.reverse(found);
            cycle = found;
            return;
        }
        marks[node] = ON_PATH;
        path.push(node);
        int level = 0;
        for (int earlier : before.get(node)) {
            visit(earlier);
            level = Math.max(level, levels[earlier]);
        }
        levels[node] = level + (isEndOfWork(node) ? 1 : 0);
        path.pop();
        marks[node] = DONE;
    }

    private boolean isEndOfWork(int node) {
        return node % 2 == 1 && !plan.items().get(node / 2).epic();
    }

    private static int start(int number) {
        return (number - 1) * 2;
    }

    private static int end(int number) {
        return (number - 1) * 2 + 1;
    }
}
