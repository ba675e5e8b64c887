package dev.townhall.core.simulation.worker;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.runtime.ScriptedRuntime;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.worktree.SimulatedGit;
import dev.townhall.core.worktree.SimulatedTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the simulated agents do: the commands of their bead, well, badly or not at all.
public final class Workers implements ScriptedRuntime.Playbook, ScriptedRuntime.Tree {
    /// The model that agents with one say they have.
    public static final String MODEL = "stub-1";

    private static final Pattern MARK = Pattern.compile("talk#([0-9]+)#");
    private static final Pattern NUDGE = Pattern.compile("nudge#[0-9]+#");
    private static final String LAST_WORDS = "the last words";
    private static final int FLOOD_BYTES = 100_000;

    private final Boundary boundary;
    private final VirtualTime time;
    private final SimulatedGit git;
    private final Workshop workshop;
    private final Dice dice;
    private final Witnesses witnesses;
    private final Reserving reserving;
    private final Map<Path, Runnable> whenWritten = new LinkedHashMap<>();

    public Workers(
            Boundary boundary,
            VirtualTime time,
            SimulatedGit git,
            Workshop workshop,
            Dice dice,
            Witnesses witnesses,
            Reserving reserving) {
        this.boundary = boundary;
        this.time = time;
        this.git = git;
        this.workshop = workshop;
        this.dice = dice;
        this.witnesses = witnesses;
        this.reserving = reserving;
    }

    @Override
    public Optional<String> startFailure(SessionStart start) {
        return boundary.strikes(Fault.SESSION_NOT_STARTED, what(start))
                ? Optional.of("no such program (simulated)")
                : Optional.empty();
    }

    @Override
    public Optional<String> model(SessionStart start) {
        return Optional.of(MODEL);
    }

    @Override
    public Scene scene(SessionStart start, Turn turn) {
        whenWritten.remove(start.folder());
        String what = what(start);
        Duration takes = Duration.ofMillis(200 + dice.below(60_000));
        boolean verifies = turn.instruction().startsWith("Verify");
        hears(start, turn);
        if (boundary.strikes(Fault.AGENT_IGNORES_DEADLINE, what)) {
            return new Scene.HangsForGood();
        }
        if (boundary.strikes(Fault.AGENT_HANGS, what)) {
            return new Scene.Hangs();
        }
        if (start.agent().equals(Actor.MAYOR) || isOfCrew(start) || start.agent().isSeance()) {
            return talks(start, turn, takes);
        }
        if (Witnesses.isOne(start)) {
            return counted(start, judges(start, takes));
        }
        if (Witnesses.isResolver(start)) {
            return counted(start, joins(start, takes));
        }
        if (turn.script().isEmpty()) {
            return counted(start, codes(start, takes));
        }
        reserving.perhaps(start);
        if (boundary.strikes(Fault.AGENT_CRASHES, what)) {
            mayCommit(start);
            return new Scene.Crashes(takes, script(start, turn, dice.below(3)).changes());
        }
        if (boundary.strikes(Fault.AGENT_FAILS, what)) {
            mayCommit(start);
            Script.Result part = script(start, turn, dice.below(3));
            return new Scene.Fails(takes, part.changes(), 1, LAST_WORDS);
        }
        if (!verifies && boundary.strikes(Fault.AGENT_LIES, what)) {
            return new Scene.LiesDone(takes, "all done");
        }
        return works(start, turn, takes, verifies);
    }

    /// Answers what it is asked, by its marks; or dies over it, says nothing, or fails.
    private Scene talks(SessionStart start, Turn turn, Duration takes) {
        String what = what(start);
        if (boundary.strikes(Fault.PROVIDER_LIMIT, what)) {
            return limited(takes);
        }
        if (boundary.strikes(Fault.AGENT_CRASHES, what)) {
            return new Scene.Says(takes, "Half of ", new Scene.Crashes(takes, Map.of()));
        }
        if (boundary.strikes(Fault.AGENT_FAILS, what)) {
            return new Scene.Errs(takes, dice.chance(50) ? 500 : 429, "not now (simulated)");
        }
        if (boundary.strikes(Fault.AGENT_LIES, what)) {
            return new Scene.LiesDone(takes, "");
        }
        String asked = turn.instruction();
        int now = asked.indexOf("# To be answered now");
        String marks =
                now < 0
                        ? "a reminder"
                        : MARK.matcher(asked.substring(now))
                                .results()
                                .map(found -> "answers#" + found.group(1) + "#")
                                .collect(Collectors.joining(" "));
        Scene ends =
                isOfCrew(start)
                        ? new Scene.Works(takes, notes(asked), "it goes: " + marks)
                        : new Scene.LiesDone(takes, "it goes: " + marks);
        return counted(start, new Scene.Says(takes, "Well, ", ends));
    }

    private Scene counted(SessionStart start, Scene scene) {
        return boundary.strikes(Fault.AGENT_HIDES_COST, what(start))
                ? scene
                : new Scene.Uses(dice.between(1, 800), 0, scene);
    }

    /// Each nudge that a turn tells of stands in it once; mayor and crew read what people type, and who
    /// answers for a past session what was told to that.
    private void hears(SessionStart start, Turn turn) {
        if (!start.agent().equals(Actor.MAYOR) && !isOfCrew(start) && !start.agent().isSeance()) {
            NUDGE.matcher(turn.instruction())
                    .results()
                    .forEach(found -> workshop.heard(found.group()));
        }
    }

    /// The provider's limit is met: that ends the turn, or the session.
    private Scene limited(Duration takes) {
        String said =
                "rate limit reached (simulated), try again in " + (dice.chance(50) ? "20s" : "40m");
        return dice.chance(70)
                ? new Scene.Errs(takes, 429, said)
                : new Scene.Crashes(takes, Map.of(), said);
    }

    /// Writes a file and claims its work as done at the end of the turn; or hands off with half of it,
    /// says nothing, dies or fails.
    private Scene codes(SessionStart start, Duration takes) {
        String what = what(start);
        Map<String, String> half = Map.of("half-" + start.bead(), "begun");
        if (boundary.strikes(Fault.PROVIDER_LIMIT, what)) {
            return limited(takes);
        }
        if (boundary.strikes(Fault.AGENT_CRASHES, what)) {
            mayCommit(start);
            return new Scene.Crashes(takes, half);
        }
        if (boundary.strikes(Fault.AGENT_FAILS, what)) {
            return new Scene.Errs(takes, 500, "not now (simulated)");
        }
        if (boundary.strikes(Fault.AGENT_LIES, what)) {
            return new Scene.LiesDone(takes, "all done");
        }
        if (boundary.strikes(Fault.AGENT_HANDS_OFF, what)) {
            whenWritten.put(
                    start.folder(),
                    () -> witnesses.call(start, "handoff", Map.of("summary", "half is there")));
            return new Scene.Works(takes, half, LAST_WORDS);
        }
        boolean commits = boundary.strikes(Fault.AGENT_COMMITS, what);
        whenWritten.put(
                start.folder(),
                () -> {
                    if (commits) {
                        commit(start);
                    }
                    witnesses.call(start, "done", Map.of("summary", "it is there"));
                });
        return new Scene.Works(takes, Map.of("agents-" + start.bead(), "done"), LAST_WORDS);
    }

    private static boolean isOfCrew(SessionStart start) {
        return start.agent().text().contains("/crew/");
    }

    /// A file for each thing that it is asked now.
    private static Map<String, String> notes(String asked) {
        Map<String, String> notes = new LinkedHashMap<>();
        MARK.matcher(asked.substring(Math.max(0, asked.indexOf("# To be answered now"))))
                .results()
                .forEach(found -> notes.put("note-" + found.group(1), "heard"));
        return notes;
    }

    /// Looks at the result and gives a verdict at the end of the turn; or dies, or says nothing.
    private Scene judges(SessionStart start, Duration takes) {
        String what = what(start);
        if (boundary.strikes(Fault.PROVIDER_LIMIT, what)) {
            return limited(takes);
        }
        if (boundary.strikes(Fault.AGENT_CRASHES, what)) {
            return new Scene.Crashes(takes, Map.of());
        }
        if (boundary.strikes(Fault.AGENT_LIES, what)) {
            return new Scene.LiesDone(takes, "looks good");
        }
        boolean accepts = !dice.chance(20);
        whenWritten.put(
                start.folder(),
                () -> {
                    if (accepts) {
                        workshop.accepts(start.bead(), git.tree(start.folder()).head());
                    }
                    witnesses.say(start, accepts);
                });
        return new Scene.Works(takes, Map.of(), LAST_WORDS);
    }

    /// Joins both sides of every file and says so; or dies over it, says nothing, leaves markers, or
    /// changes what is none of its business.
    private Scene joins(SessionStart start, Duration takes) {
        String what = what(start);
        Map<String, String> joined = Collisions.joined(git.tree(start.folder()).content());
        if (boundary.strikes(Fault.PROVIDER_LIMIT, what)) {
            return limited(takes);
        }
        if (boundary.strikes(Fault.AGENT_CRASHES, what)) {
            return new Scene.Crashes(takes, dice.chance(50) ? joined : Map.of());
        }
        if (boundary.strikes(Fault.AGENT_LIES, what)) {
            return new Scene.LiesDone(takes, "all joined");
        }
        Map<String, String> changes =
                boundary.strikes(Fault.AGENT_LEAVES_MARKERS, what) ? Map.of() : joined;
        boolean meddles = boundary.strikes(Fault.AGENT_MEDDLES, what);
        whenWritten.put(
                start.folder(),
                () -> {
                    if (meddles) {
                        git.tree(start.folder()).write("meddled", "by " + start.bead());
                    }
                    if (boundary.strikes(Fault.AGENT_COMMITS, what)) {
                        commit(start);
                    }
                    witnesses.call(start, "done", Map.of("summary", "joined"));
                });
        return new Scene.Works(takes, changes, LAST_WORDS);
    }

    private Scene works(SessionStart start, Turn turn, Duration takes, boolean verifies) {
        Script.Result all = script(start, turn, Integer.MAX_VALUE);
        if (!all.good()) {
            return new Scene.Fails(takes, all.changes(), 1, LAST_WORDS);
        }
        if (verifies) {
            whenWritten.put(start.folder(), () -> workshop.passed(start.bead()));
        } else {
            mayCommit(start);
        }
        return boundary.strikes(Fault.AGENT_FLOODS, what(start))
                ? new Scene.Floods(takes, FLOOD_BYTES, all.changes())
                : new Scene.Works(takes, all.changes(), LAST_WORDS);
    }

    private Script.Result script(SessionStart start, Turn turn, int lines) {
        return Script.run(
                turn.script().orElse(""),
                lines,
                turn.attempt(),
                git.tree(start.folder()).content());
    }

    private void mayCommit(SessionStart start) {
        if (boundary.strikes(Fault.AGENT_COMMITS, what(start))) {
            whenWritten.put(start.folder(), () -> commit(start));
        }
    }

    private void commit(SessionStart start) {
        SimulatedTree tree = git.tree(start.folder());
        if (tree.isChanged()) {
            tree.commit(start.agent().text(), time.now(), "own commit\n");
        }
    }

    @Override
    public void write(Path folder, Map<String, String> files) {
        if (files.isEmpty() && !whenWritten.containsKey(folder)) {
            return;
        }
        SimulatedTree tree = git.tree(folder);
        files.forEach(tree::write);
        Optional.ofNullable(whenWritten.remove(folder)).ifPresent(Runnable::run);
    }

    private static String what(SessionStart start) {
        return "agent " + start.agent().shortName() + " " + start.bead();
    }
}
