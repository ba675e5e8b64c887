package dev.townhall.server.command;

import dev.townhall.core.foundation.process.Limits;
import dev.townhall.core.foundation.process.Sandbox;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import java.util.List;
import java.util.Locale;

/// A rig as it is shown.
record RigLine(
        String name,
        String prefix,
        String state,
        String remote,
        String target,
        List<String> gates,
        boolean shell,
        boolean approval,
        int polecats,
        String problem,
        List<String> notes,
        String sandbox,
        String network,
        List<String> caches,
        List<String> readable,
        LimitLine limits,
        String agent) {
    /// What each of its sessions and gates may take; 0 is no limit.
    record LimitLine(long memoryBytes, int processes, long diskBytes) {
        static LimitLine of(Limits limits) {
            return new LimitLine(limits.memoryBytes(), limits.processes(), limits.diskBytes());
        }
    }

    static RigLine of(Rig rig) {
        return new RigLine(
                rig.name().text(),
                rig.prefix(),
                rig.state().name().toLowerCase(Locale.ROOT),
                rig.remote(),
                rig.target(),
                rig.gates().stream().map(Gate::command).toList(),
                rig.shell(),
                rig.approvalRequired(),
                rig.polecatsMax(),
                rig.problem(),
                rig.notes(),
                rig.sandboxing().need().name().toLowerCase(Locale.ROOT),
                rig.sandboxing().network().name().toLowerCase(Locale.ROOT),
                rig.sandboxing().caches(),
                rig.sandboxing().readable(),
                LimitLine.of(rig.sandboxing().limited()),
                rig.agent().orElse(""));
    }

    /// The setting and what it comes to on this machine.
    String sandboxSentence(Sandbox found) {
        if (sandbox.equals("off")) {
            return "off";
        }
        String waits = sandbox.equals("required") ? "; its work waits" : "";
        return sandbox + ": " + found.description() + found.problem().map(why -> waits).orElse("");
    }

    static void show(Screen screen, List<RigLine> rigs) {
        screen.gap();
        if (rigs.isEmpty()) {
            screen.line("No rigs yet: `gt rig add NAME PATH|URL` adds one.");
            return;
        }
        screen.table(
                List.of("RIG", "STATE", "PREFIX", "TARGET", "GATES", "SHELL", "FROM"),
                rigs.stream()
                        .map(rig ->
                                List.of(
                                        rig.name(),
                                        rig.state(),
                                        rig.prefix(),
                                        rig.target().isEmpty() ? "-" : rig.target(),
                                        Integer.toString(rig.gates().size()),
                                        rig.shell() ? "yes" : "no",
                                        rig.remote()))
                        .toList());
    }
}
