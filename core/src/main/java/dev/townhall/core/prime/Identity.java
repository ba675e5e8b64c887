package dev.townhall.core.prime;

import dev.townhall.core.hook.Hook;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.List;
import java.util.Optional;

/// Who the agent is and where it works, in lines of the town's own words.
final class Identity {
    private static final int RIGS_MAX = 12;
    private static final int GATES_MAX = 6;
    private static final int GATE_CHARACTERS_MAX = 120;

    private Identity() {}

    static String of(LedgerView view, PrimeRequest request, Optional<Hook.Loaded> hook) {
        StringBuilder text = new StringBuilder("\n# Who you are\n\n");
        text.append("You are ").append(request.agent()).append(", ");
        text.append(article(request.role().word())).append(".\n");
        request.rig()
                .ifPresentOrElse(
                        name -> Rigs.find(view, name).ifPresent(rig -> rig(text, rig)),
                        () -> rigs(text, Rigs.list(view)));
        request.branch()
                .ifPresent(branch ->
                        text.append("Your commits go to branch ").append(branch).append(".\n"));
        hook.flatMap(Hook.Loaded::base)
                .ifPresent(
                        base -> text.append("You began from commit ").append(base).append(".\n"));
        text.append(occasion(request.occasion()));
        return text.toString();
    }

    private static void rig(StringBuilder text, Rig rig) {
        text.append("Rig ").append(rig.name()).append(": its beads are named ");
        text.append(rig.prefix()).append("-…");
        if (!rig.target().isEmpty()) {
            text.append(", work is merged into ").append(rig.target());
        }
        text.append(".\n");
        if (rig.gates().isEmpty()) {
            text.append("No gate is set: nothing but your own tests proves the merged result.\n");
            return;
        }
        text.append("Gates that must pass on the merged result:\n");
        rig.gates().stream()
                .limit(GATES_MAX)
                .forEach(gate -> text.append("- ").append(shown(gate)).append('\n'));
        if (rig.gates().size() > GATES_MAX) {
            text.append("- and ").append(rig.gates().size() - GATES_MAX).append(" more\n");
        }
    }

    private static void rigs(StringBuilder text, List<Rig> rigs) {
        if (rigs.isEmpty()) {
            text.append("The town has no rig yet.\n");
            return;
        }
        text.append("Rigs of the town:\n");
        for (Rig rig : rigs.stream().limit(RIGS_MAX).toList()) {
            text.append("- ").append(rig.name()).append(" (").append(rig.prefix()).append("-…)");
            text.append(rig.target().isEmpty() ? "" : ", into " + rig.target()).append('\n');
        }
        if (rigs.size() > RIGS_MAX) {
            text.append("- and ").append(rigs.size() - RIGS_MAX).append(" more\n");
        }
    }

    private static String shown(Gate gate) {
        String line = gate.command().strip().replaceAll("\\s+", " ");
        return line.length() <= GATE_CHARACTERS_MAX
                ? line
                : line.substring(0, GATE_CHARACTERS_MAX) + "…";
    }

    private static String occasion(PrimeRequest.Occasion occasion) {
        return switch (occasion) {
            case FIRST -> "";
            case LOST ->
                    "A session before this one ended without a word. Look at what it left (git status,"
                            + " git log) and go on from there.\n";
            case HANDED_OVER ->
                    "You handed over to yourself: do not hand over again before you did something.\n";
            case ANSWERED -> "A question of yours was answered: go on with the answer.\n";
        };
    }

    private static String article(String role) {
        return switch (role) {
            case "mayor", "deacon", "witness", "refinery" -> "the " + role;
            case "crew" -> "a member of the crew";
            default -> "a " + role;
        };
    }
}
