package dev.townhall.core.convoy;

import java.util.ArrayList;
import java.util.List;

/// The waves of a plan: an item stands in the earliest wave in which nothing it waits for is left.
final class Waves {
    private Waves() {}

    /// The numbers of the items that are work, wave after wave; within a wave in order. Epics are
    /// in no wave: who waits for an epic waits for all its items, and an epic that waits makes its
    /// items wait.
    static List<List<Integer>> of(Plan plan) {
        PlanGraph graph = PlanGraph.of(plan);
        List<List<Integer>> waves = new ArrayList<>();
        for (Plan.Item item : plan.items()) {
            if (!item.epic()) {
                int wave = graph.level(item.number());
                while (waves.size() <= wave) {
                    waves.add(new ArrayList<>());
                }
                waves.get(wave).add(item.number());
            }
        }
        return waves.stream().map(List::copyOf).toList();
    }
}
