package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.chat.WorkLine;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.worktree.SimulatedCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final Actor RESOLVER = Actor.resolver(AgentTown.SHOP);
    private static final String LIST = "list.txt";

    private final AgentTown town = new AgentTown();
    private final List<SessionStart> resolved = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final List<String> found = new ArrayList<>();
    private int pushes;

    @Test
    void aSecondConflictIsJoinedByTheResolverAndMerged() {
        plays(this::collides, (start, turn) -> joins(start, "both lines"));

        BeadId bead = town.sling("Append mine", "It is done when the list holds mine.");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.merged()).containsEntry(LIST, "both lines");
        assertThat(worked()).as("its worker was offered the conflict once").hasSize(2);
        assertThat(resolved).hasSize(1);
        assertThat(resolved.getFirst().agent()).isEqualTo(RESOLVER);
        assertThat(found.getFirst())
                .contains("<<<<<<< the target", "theirs 2", "=======", "mine", ">>>>>>> " + bead);
        assertThat(seen.getFirst())
                .startsWith("You are a refinery.")
                .contains("On your hook: " + bead, "It is done when the list holds mine.")
                .contains("Keep both intentions, change nothing else", "> " + LIST, "git diff")
                .doesNotContain("Why it was sent back");
        assertThat(town.posts())
                .contains("conflict: joined by the resolver", "how it was joined", "kept both");
        assertThat(hookOfResolver()).isInstanceOf(Hook.Empty.class);
        assertThat(town.ledger().<Long>read(view -> Costs.of(view, bead).turns()))
                .as("the resolver's turn is the bead's cost too")
                .isEqualTo(3);
        assertThat(events(TownEvent.ConflictOffered.class)).hasSize(1);
        assertThat(events(TownEvent.ConflictResolved.class))
                .extracting(TownEvent.ConflictResolved::words, TownEvent.ConflictResolved::by)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("kept both", RESOLVER));
        SimulatedCommit commit = town.log().getFirst();
        assertThat(commit.message()).contains("Joined-by: shop/resolver", "Bead: " + bead);
        assertThat(commit.author()).contains("polecats/");
    }

    @Test
    void theFirstConflictIsItsWorkersAlone() {
        plays(
                (start, turn) -> {
                    if (worked().size() == 1) {
                        town.outsiderCommits(LIST, "theirs");
                    }
                    return works(start, Map.of(LIST, "mine"));
                },
                (start, turn) -> joins(start, "both"));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(resolved).isEmpty();
        assertThat(town.merged()).containsEntry(LIST, "mine");
    }

    @Test
    void theResolverIsToldWhatTheOtherSideWanted() {
        BeadId[] other = new BeadId[1];
        plays(
                (start, turn) -> {
                    if (!town.bead(start.bead()).title().equals("Append mine")) {
                        return works(start, Map.of(LIST, "theirs"));
                    }
                    if (worked().size() == 1) {
                        return collides(start, turn);
                    }
                    other[0] = town.sling("Sort the list", "Sorted lists are found faster.");
                    return new Scene.Says(
                            Duration.ofMinutes(5), "", works(start, Map.of(LIST, "mine")));
                },
                (start, turn) -> joins(start, "sorted, and mine"));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(seen.getFirst())
                .contains("What the target's side wanted")
                .contains(other[0] + ", filed by")
                .contains("> Sort the list", "> Sorted lists are found faster.");
    }

    @Test
    void theCardSaysInAFewWordsThatAConflictIsBeingResolved() {
        plays(this::collides, (start, turn) -> new Scene.Hangs());

        BeadId bead = town.sling("Append mine");
        town.run(() -> !resolved.isEmpty());

        WorkLine line = town.ledger().read(view -> WorkLine.of(view, bead));
        assertThat(line.stage()).isEqualTo(WorkLine.Stage.RESOLVING);
        assertThat(town.posts()).contains("conflict being resolved");
    }

    @Test
    void withoutAnAgentForItAllIsAsItWas() {
        town.rigsAgent(Optional.empty());
        plays(
                (start, turn) -> {
                    town.outsiderCommits(LIST, "theirs " + ++pushes);
                    return new Scene.Works(A_WHILE, Map.of(LIST, "mine"), "");
                },
                (start, turn) -> joins(start, "both"));

        BeadId bead = town.sling("Append mine", "```sh\necho mine > list.txt\n```");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(resolved).isEmpty();
        assertThat(town.posts()).contains("It was tried 4 times. Last: it conflicts in list.txt");
    }

    @Test
    void whatCommandsMadeTwiceInVainIsJoinedToo() {
        plays(
                (start, turn) -> {
                    town.outsiderCommits(LIST, "theirs " + ++pushes);
                    return new Scene.Works(A_WHILE, Map.of(LIST, "mine"), "");
                },
                (start, turn) -> joins(start, "both"));

        BeadId bead = town.sling("Append mine", "```sh\necho mine > list.txt\n```");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(pushes).isEqualTo(2);
        assertThat(town.merged()).containsEntry(LIST, "both");
    }

    @Test
    void markersThatAreLeftAreSeenAndAPersonIsAsked() {
        plays(
                this::collides,
                (start, turn) -> joins(start, found.getLast().replace("=======", "and")));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.posts())
                .contains("resolver did not join them: conflict markers are left in list.txt.")
                .contains("kept both");
        assertThat(town.merged()).containsEntry(LIST, "theirs 2");
        assertThat(resolved).hasSize(1);
    }

    @Test
    void aResolverThatSaysDoneAndDidNothingIsSeen() {
        plays(this::collides, (start, turn) -> done(start));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.posts()).contains("conflict markers are left in list.txt");
        assertThat(town.merged()).containsEntry(LIST, "theirs 2");
    }

    @Test
    void aResolverThatNeverSaysAnythingMakesItAPersonsMatter() {
        plays(this::collides, (start, turn) -> new Scene.LiesDone(A_WHILE, "All joined!"));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(seen).hasSize(4);
        assertThat(seen.get(1)).contains("the conflict on your hook is neither resolved");
        assertThat(town.posts()).contains("its agent never said that it did it", "All joined!");
        assertThat(town.merged()).containsEntry(LIST, "theirs 2");
    }

    @Test
    void aResolverThatIsLostAgainAndAgainMakesItAPersonsMatter() {
        plays(this::collides, (start, turn) -> new Scene.Crashes(A_WHILE, Map.of()));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(resolved).hasSize(3);
        assertThat(town.posts()).contains("did not join them: Its agent was lost 3 times");
    }

    @Test
    void whatNeitherSideTouchedStaysAsItIs() {
        plays(
                this::collides,
                (start, turn) ->
                        new Scene.Acts(
                                () -> town.git.tree(start.folder()).write("README.md", "Better."),
                                joins(start, "both")));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.posts()).contains("it changed README.md, which neither side had touched.");
        assertThat(town.merged()).containsEntry("README.md", "A shop.");
    }

    @Test
    void workThatIsGoneFromTheResultIsAPersonsDecision() {
        plays(this::collides, (start, turn) -> joins(start, "theirs 2"));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.posts()).contains("nothing of the work is left in its result");
    }

    @Test
    void whatCannotBeJoinedTheResolverGivesToAPersonAndARetryIsItsWorkers() {
        plays(
                (start, turn) ->
                        worked().size() <= 2
                                ? collides(start, turn)
                                : works(start, Map.of(LIST, "mine at last")),
                (start, turn) ->
                        new Scene.Acts(
                                () ->
                                        town.call(
                                                start,
                                                "escalate",
                                                "reason",
                                                "they contradict each other"),
                                new Scene.LiesDone(A_WHILE, "")));

        BeadId bead = town.sling("Append mine");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));
        assertThat(town.posts()).contains("they contradict each other");
        assertThat(hookOfResolver()).isInstanceOf(Hook.Empty.class);

        town.say("retry " + bead);
        town.run(() -> town.bead(bead).isClosed());

        assertThat(resolved).hasSize(1);
        assertThat(town.merged()).containsEntry(LIST, "mine at last");
    }

    @Test
    void aConflictWithWhatCameMeanwhileIsTheResolversAgainButNotForEver() {
        plays(
                this::collides,
                (start, turn) -> {
                    town.outsiderCommits(LIST, "theirs " + ++pushes);
                    return joins(start, "both");
                });

        BeadId bead = town.sling("Append mine");
        town.run(() -> worked().size() == 3);

        assertThat(resolved).hasSize(3);
        assertThat(found.get(1)).contains("theirs 3", "both");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));
        assertThat(resolved).as("three more for the third try, none for the last").hasSize(9);
        assertThat(town.posts()).contains("It was tried 4 times. Last: it conflicts in list.txt");
    }

    @Test
    void aRestartInTheMiddleBeginsTheSameConflictAnew() {
        plays(
                this::collides,
                (start, turn) ->
                        resolved.size() == 1
                                ? new Scene.Acts(
                                        () -> town.git.tree(start.folder()).write(LIST, "half"),
                                        new Scene.Hangs())
                                : joins(start, "both"));
        BeadId bead = town.sling("Append mine");
        town.run(() -> !resolved.isEmpty());

        town.restart();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(resolved).hasSize(2);
        assertThat(resolved.get(1).fence()).isGreaterThan(resolved.get(0).fence());
        assertThat(found.get(1)).as("it goes on in the tree as it was").isEqualTo("half");
        assertThat(worked()).hasSize(2);
        assertThat(town.merged()).containsEntry(LIST, "both");
    }

    @Test
    void whatWasSaidOutlivesACrashOfTheTown() {
        plays(
                this::collides,
                (start, turn) ->
                        new Scene.Acts(
                                () -> {
                                    town.git.tree(start.folder()).write(LIST, "both");
                                    town.call(start, "done", "summary", "kept both");
                                },
                                new Scene.Hangs()));
        BeadId bead = town.sling("Append mine");
        town.run(
                () -> hookOfResolver() instanceof Hook.Loaded loaded && loaded.claim().isPresent());

        town.restart();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(resolved).hasSize(1);
        assertThat(town.merged()).containsEntry(LIST, "both");
    }

    @Test
    void whatAPersonTakesOutOfTheQueueFreesTheResolverAndNothingOfItIsMerged() {
        plays(this::collides, (start, turn) -> new Scene.Hangs());
        BeadId bead = town.sling("Append mine");
        town.run(() -> !resolved.isEmpty());

        town.say("mq reject " + bead);

        assertThat(hookOfResolver()).as("in the same transaction").isInstanceOf(Hook.Empty.class);
        assertThat(town.call(resolved.getFirst(), "done", "summary", "late").isError()).isTrue();
        town.pass(Duration.ofHours(1));
        assertThat(town.merged()).containsEntry(LIST, "theirs 2");
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.BLOCKED);
    }

    @Test
    void theWitnessJudgesWhatWasJoined() {
        List<String> judged = new ArrayList<>();
        town.agent((start, turn) -> {
            if (start.agent().equals(Actor.witness(AgentTown.SHOP))) {
                judged.add(town.git.tree(start.folder()).content().get(LIST));
                return new Scene.Acts(
                        () -> town.call(start, "verdict", "verdict", "accepted", "reasons", "fine"),
                        new Scene.LiesDone(A_WHILE, ""));
            }
            if (start.agent().equals(RESOLVER)) {
                return joins(start, "both");
            }
            return collides(start, turn);
        });

        BeadId bead = town.slingWitnessed("Append mine", "");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(judged).containsExactly("mine", "mine", "both");
        assertThat(town.merged()).containsEntry(LIST, "both");
    }

    @Test
    void whatWasApprovedIsAskedAboutAgainOnceItWasJoined() {
        plays(this::collides, (start, turn) -> joins(start, "both"));
        town.say("new Append mine");
        BeadId bead =
                town.ledger()
                        .read(view ->
                                view.ofType(Bead.TASK).stream().findFirst().orElseThrow().id());
        town.ledger()
                .write(
                        Actor.TOWN,
                        tx ->
                                tx.update(
                                        tx.get(bead)
                                                .withLabels(
                                                        List.of(MergeRequests.APPROVAL_LABEL))));
        town.say("sling " + bead);
        for (int i = 0; i < 3; i++) {
            int before = i;
            town.run(() -> events(TownEvent.ApprovalAsked.class).size() > before);
            town.say("approve " + events(TownEvent.ApprovalAsked.class).get(before).approval());
        }
        town.run(() -> town.bead(bead).isClosed());

        assertThat(events(TownEvent.ApprovalAsked.class)).hasSize(3);
        assertThat(town.merged()).containsEntry(LIST, "both");
    }

    @Test
    void oneConflictAfterAnotherAndWhatNoLongerConflictsNeedsNoSession() {
        plays(
                (start, turn) -> {
                    boolean first = town.bead(start.bead()).title().equals("First");
                    String file = first ? LIST : "other.txt";
                    town.outsiderCommits(file, "theirs " + ++pushes);
                    return works(start, Map.of(file, "mine"));
                },
                (start, turn) -> new Scene.Hangs());
        BeadId first = town.sling("First");
        BeadId second = town.sling("Second");
        town.run(() -> events(TownEvent.ConflictOffered.class).size() == 2);
        BeadId waits = resolved.getFirst().bead().equals(first) ? second : first;
        String file = waits.equals(first) ? LIST : "other.txt";
        town.outsiderCommits(file, "mine");

        town.say("mq reject " + resolved.getFirst().bead());
        town.run(() -> town.bead(waits).isClosed());

        assertThat(resolved).hasSize(1);
        assertThat(town.bead(waits).closeReason()).contains("its work was on the target already");
    }

    private void plays(
            BiFunction<SessionStart, Turn, Scene> worker,
            BiFunction<SessionStart, Turn, Scene> resolver) {
        town.agent((start, turn) -> {
            if (!start.agent().equals(RESOLVER)) {
                return worker.apply(start, turn);
            }
            seen.add(turn.instruction());
            if (resolved.isEmpty() || !resolved.getLast().equals(start)) {
                resolved.add(start);
                found.add(town.git.tree(start.folder()).read(LIST).orElse(""));
            }
            return resolver.apply(start, turn);
        });
    }

    /// Somebody changes the same file meanwhile.
    private Scene collides(SessionStart start, Turn turn) {
        town.outsiderCommits(LIST, "theirs " + ++pushes);
        return works(start, Map.of(LIST, "mine"));
    }

    private Scene joins(SessionStart start, String text) {
        return new Scene.Acts(() -> town.git.tree(start.folder()).write(LIST, text), done(start));
    }

    private Scene done(SessionStart start) {
        return new Scene.Acts(
                () -> town.call(start, "done", "summary", "kept both"),
                new Scene.LiesDone(A_WHILE, "done"));
    }

    private Scene works(SessionStart start, Map<String, String> files) {
        return new Scene.Acts(
                () -> {
                    files.forEach(town.git.tree(start.folder())::write);
                    town.call(start, "done", "summary", "did it");
                },
                new Scene.LiesDone(A_WHILE, "done"));
    }

    /// What workers were told, turn by turn.
    private List<String> worked() {
        return town.turns.stream()
                .filter(turn -> turn.startsWith("You are a " + AgentRole.POLECAT.word()))
                .toList();
    }

    private <T extends TownEvent> List<T> events(Class<T> type) {
        return town.ledger().events(0, 100_000).stream()
                .map(Events::read)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private Hook hookOfResolver() {
        return town.ledger()
                .read(view ->
                        view.find(Agent.resolverBead(AgentTown.SHOP))
                                .map(Hooks::of)
                                .orElse(new Hook.Empty(0, java.time.Instant.EPOCH)));
    }
}
