package dev.townhall.core.simulation.bug;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.town.Adapters;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.util.ArrayList;
import java.util.List;

/// Effect before intent: the proved stack is pushed when its size is looked up for the journal, just
/// before the journal is written.
public final class PushBeforeJournal {
    private final List<RigRepository.Stack> stacks = new ArrayList<>();
    private final List<RigRepository.Push> pushes = new ArrayList<>();

    public static Adapters plant(Adapters sound) {
        PushBeforeJournal bug = new PushBeforeJournal();
        Repositories repositories =
                Weaving.over(
                        Repositories.class,
                        sound.repositories(),
                        (method, arguments) ->
                                method.equals("open")
                                        ? bug.woven(
                                                sound.repositories().open((RigName) arguments[0]))
                                        : Weaving.PASS);
        return new Adapters(
                sound.time(),
                sound.ledger(),
                repositories,
                sound.runtime(),
                sound.gates(),
                sound.chats());
    }

    private RigRepository woven(RigRepository sound) {
        return Weaving.over(
                RigRepository.class,
                sound,
                (method, arguments) ->
                        switch (method) {
                            case "checkoutForGates" -> {
                                pushes.clear();
                                yield Weaving.PASS;
                            }
                            case "stack" -> stacked(sound, arguments);
                            case "diff" -> measured(sound, arguments);
                            case "push" -> pushes.isEmpty() ? Weaving.PASS : pushes.removeLast();
                            default -> Weaving.PASS;
                        });
    }

    private Object stacked(RigRepository sound, Object[] arguments) {
        @SuppressWarnings("unchecked") // a proxy gets its arguments without types
        List<RigRepository.Candidate> candidates = (List<RigRepository.Candidate>) arguments[1];
        RigRepository.Stack stack =
                sound.stack((dev.townhall.core.worktree.CommitId) arguments[0], candidates);
        stacks.clear();
        stacks.add(stack);
        return stack;
    }

    /// Sizes for the journal are asked for without file names.
    private Object measured(RigRepository sound, Object[] arguments) {
        if (arguments[2].equals(0) && !stacks.isEmpty()) {
            RigRepository.Stack stack = stacks.removeLast();
            pushes.clear();
            pushes.add(sound.push(stack.onto(), stack.tip()));
        }
        return Weaving.PASS;
    }
}
