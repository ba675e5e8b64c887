package dev.townhall.core.rig;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A repository the town works on, and its settings. Stored on the bead `hq-rig-<name>`.
///
/// @param prefix of the ids of its beads, 1 to 12 of `a-z0-9`
/// @param remote path or URL it is cloned from and pushed to
/// @param target the branch work is merged into; empty until cloned
/// @param shell whether beads may carry commands that run on the town's machine
/// @param approvalRequired whether every merge waits for a person
/// @param polecatsMax how many polecats work at once
/// @param problem why it could not be added, for people
/// @param notes what the clone does not contain
/// @param agent the kind of agent that works on beads without commands, if any
/// @param sandbox how its sessions and gates are confined; empty for [Sandboxing#DEFAULT]
public record Rig(
        RigName name,
        String prefix,
        String remote,
        String target,
        List<Gate> gates,
        boolean shell,
        boolean approvalRequired,
        int polecatsMax,
        State state,
        String problem,
        List<String> notes,
        Optional<Sandboxing> sandbox,
        Optional<String> agent) {
    public static final Aspect<Rig> ASPECT = new Aspect<>("rig", Rig.class);
    public static final int POLECATS_DEFAULT = 4;

    private static final Pattern PREFIX = Pattern.compile("[a-z0-9]{1,12}");

    /// ```
    ///   ADDING --cloned--> READY <--unpark-- PARKED
    ///     |                  |---- park ------^ |
    ///     |  failed          +---- remove ------+--> REMOVED
    ///     +-------> FAILED --- remove ----------------^
    /// ```
    public enum State {
        ADDING,
        READY,
        FAILED,
        PARKED,
        REMOVED
    }

    public Rig {
        Check.that(
                PREFIX.matcher(prefix).matches() && !prefix.equals("hq"),
                "A rig's prefix is 1 to 12 of a-z and 0-9, and not hq; found '%s'.",
                prefix);
        Check.that(
                polecatsMax >= 1 && polecatsMax <= 100,
                "Rig %s: polecats must be 1 to 100; found %s.",
                name,
                polecatsMax);
        gates = List.copyOf(gates);
        notes = List.copyOf(notes);
    }

    /// A rig confined as by default.
    public Rig(
            RigName name,
            String prefix,
            String remote,
            String target,
            List<Gate> gates,
            boolean shell,
            boolean approvalRequired,
            int polecatsMax,
            State state,
            String problem,
            List<String> notes) {
        this(
                name,
                prefix,
                remote,
                target,
                gates,
                shell,
                approvalRequired,
                polecatsMax,
                state,
                problem,
                notes,
                Optional.empty(),
                Optional.empty());
    }

    /// What it means that nothing but git checks a merge, and what to do; empty where a gate does.
    public Optional<String> unproved() {
        return gates.isEmpty()
                ? Optional.of(
                        "What merges without a conflict goes in unproved: no gate is set. To set one: gt rig set %s --gate CMD"
                                .formatted(name))
                : Optional.empty();
    }

    public Rig withAgent(Optional<String> name) {
        return with(state, target, problem, notes, name);
    }

    public Sandboxing sandboxing() {
        return sandbox.orElse(Sandboxing.DEFAULT);
    }

    public static BeadId beadId(RigName name) {
        return new BeadId("hq-rig-" + name);
    }

    public BeadId beadId() {
        return beadId(name);
    }

    public Rig cloned(String branch, List<String> cloneNotes) {
        must(State.ADDING, "marked as cloned");
        return with(State.READY, branch, "", cloneNotes);
    }

    public Rig failed(String why) {
        must(State.ADDING, "marked as failed");
        return with(State.FAILED, target, why, notes);
    }

    public Rig parked() {
        must(State.READY, "parked");
        return with(State.PARKED, target, "", notes);
    }

    public Rig unparked() {
        must(State.PARKED, "unparked");
        return with(State.READY, target, "", notes);
    }

    public Rig removed() {
        Check.that(state != State.REMOVED, "Rig %s is removed already.", name);
        return with(State.REMOVED, target, problem, notes);
    }

    private void must(State expected, String what) {
        if (state != expected) {
            throw dev.townhall.core.foundation.check.TownException.wrongState(
                    "Rig %s cannot be %s: it is %s, not %s."
                            .formatted(
                                    name,
                                    what,
                                    state.name().toLowerCase(java.util.Locale.ROOT),
                                    expected.name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    private Rig with(State newState, String newTarget, String newProblem, List<String> newNotes) {
        return with(newState, newTarget, newProblem, newNotes, agent);
    }

    private Rig with(
            State newState,
            String newTarget,
            String newProblem,
            List<String> newNotes,
            Optional<String> newAgent) {
        return new Rig(
                name,
                prefix,
                remote,
                newTarget,
                gates,
                shell,
                approvalRequired,
                polecatsMax,
                newState,
                newProblem,
                newNotes,
                sandbox,
                newAgent);
    }
}
