package dev.townhall.core.convoy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Orders a plan into waves: an item's wave is one more than the latest wave it waits for (the
/// longest path to it). Epics stand for the items below them and are in no wave themselves.
final class Waves {
    private final Plan plan;
    private final Map<Integer, Integer> waveOf = new LinkedHashMap<>();

    private Waves(Plan plan) {
        this.plan = plan;
    }

    /// Item numbers, wave after wave, each wave in the order of the plan.
    static List<List<Integer>> of(Plan plan) {
        Waves waves = new Waves(plan);
        Map<Integer, List<Integer>> byWave = new TreeMap<>();
        for (Plan.Item item : plan.items()) {
            if (!item.epic()) {
                int wave = waves.wave(item.number());
                byWave.computeIfAbsent(wave, number -> new ArrayList<>()).add(item.number());
            }
        }
        return List.copyOf(byWave.values());
    }

    private int wave(int number) {
        Integer known = waveOf.get(number);
        if (known != null) {
            return known;
        }
        int wave = 1;
        for (int before : waitsFor(number)) {
            wave = Math.max(wave, wave(before) + 1);
        }
        waveOf.put(number, wave);
        return wave;
    }

    /// The items without children that must be closed before `number` may start: its own `after`
    /// and that of every epic above it.
    private Set<Integer> waitsFor(int number) {
        Set<Integer> leaves = new LinkedHashSet<>();
        for (int at = number; at != 0; at = plan.item(at).parent()) {
            for (int before : plan.item(at).after()) {
                leaves.addAll(leavesOf(before));
            }
        }
        return leaves;
    }

    private Set<Integer> leavesOf(int number) {
        if (!plan.item(number).epic()) {
            return Set.of(number);
        }
        Set<Integer> leaves = new LinkedHashSet<>();
        for (Plan.Item item : plan.items()) {
            if (item.parent() == number) {
                leaves.addAll(leavesOf(item.number()));
            }
        }
        return leaves;
    }
}
