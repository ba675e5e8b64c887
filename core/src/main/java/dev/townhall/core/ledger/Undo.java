package dev.townhall.core.ledger;

import java.util.ArrayDeque;
import java.util.Deque;

/// What takes changes of memory back, newest first.
final class Undo {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    void push(Runnable step) {
        steps.push(step);
    }

    int mark() {
        return steps.size();
    }

    void backTo(int mark) {
        while (steps.size() > mark) {
            steps.pop().run();
        }
    }

    /// The changes are durable: nothing is taken back any more.
    void forget() {
        steps.clear();
    }
}
