package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.CrewMember.State;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.crew.Removal;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.simulation.fault.SimulatedCrash;
import dev.townhall.core.worktree.SimulatedRepositories;
import dev.townhall.core.worktree.SimulatedRepositories.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Somebody wants a member of the crew removed: it leaves once, whatever happens meanwhile, and takes
/// nothing with it that nobody agreed to lose.
final class CrewRemovalTest {
    private static final Conversation CHANNEL = new Conversation.Channel(AgentTown.SHOP);
    private static final Conversation INBOX = new Conversation.Inbox("ada");
    private static final BeadId MAX = Agent.crewBead(AgentTown.SHOP, "max");
    private static final Conversation THREAD = new Conversation.CrewThread(MAX);
    private static final Path TREE = Path.of("/simulated/shop/trees/crew/max");
    private static final Pattern WORD = Pattern.compile("--discard ([a-z0-9]+)");

    private final AgentTown town = new AgentTown();

    CrewRemovalTest() {
        join();
        town.agent((start, turn) ->
                new Scene.Works(Duration.ofSeconds(5), Map.of("draft.txt", "half"), "Begun."));
    }

    private Agent join() {
        return town.ledger()
                .write(
                        Actor.overseer("ada"),
                        tx -> Crews.add(tx, Rigs.get(tx, AgentTown.SHOP), "max", Optional.empty()));
    }

    private void talk() {
        int before = town.turns.size();
        town.chat("ada", CHANNEL, "@max begin with it");
        town.run(() ->
                town.turns.size() > before && town.talkIn(THREAD).getLast().contains("Begun."));
    }

    private Removal wanted(Optional<String> agreed) {
        return town.ledger()
                .write(
                        Actor.overseer("ada"),
                        tx -> CrewReconciler.decide(tx, Roster.get(tx, MAX), agreed));
    }

    private CrewMember max() {
        return town.ledger().read(view -> Crews.member(view, MAX)).orElseThrow();
    }

    private boolean isDecided() {
        return !max().isLeaving();
    }

    private String refusal() {
        town.run(this::isDecided);
        assertThat(max().state()).isEqualTo(State.ACTIVE);
        return max().removal().flatMap(Removal::refused).orElseThrow();
    }

    /// The word that loses what is in the tree now.
    private Optional<String> word() {
        wanted(Optional.empty());
        Matcher word = WORD.matcher(refusal());
        assertThat(word.find()).isTrue();
        return Optional.of(word.group(1));
    }

    private void assertGoneOnce() {
        assertThat(max().state()).isEqualTo(State.REMOVED);
        assertThat(town.git.findTree(TREE)).isEmpty();
        assertThat(String.join("\n", town.talkIn(CHANNEL)))
                .containsOnlyOnce("ada removed max from the crew.");
    }

    @Test
    void oneThatIdlesLeavesOnceItsSessionIsOver() {
        town.agent((start, turn) -> new Scene.LiesDone(Duration.ofSeconds(5), "Begun."));
        talk();
        assertThat(town.town().sessions()).isNotEmpty();

        wanted(Optional.empty());
        town.run(this::isDecided);

        assertGoneOnce();
        assertThat(town.town().sessions()).isEmpty();
    }

    @Test
    void oneThatAnswersIsNotToBeRemoved() {
        town.agent((start, turn) -> new Scene.HangsForGood());
        town.chat("ada", CHANNEL, "@max begin with it");

        assertThatThrownBy(() -> wanted(Optional.empty()))
                .hasMessageContaining("answer ada")
                .hasMessageContaining("`gt crew stop shop/max`");
        assertThat(max().state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void whatIsOnlyInItsTreeIsLostByTheWordForItAlone() {
        talk();

        Optional<String> word = word();
        wanted(Optional.of("nonsense"));
        assertThat(refusal()).contains("That is not what was listed before.");
        wanted(word);
        town.run(this::isDecided);

        assertGoneOnce();
    }

    @Test
    void aFileThatIsNewSinceConsentKeepsIt() {
        talk();
        Optional<String> word = word();
        town.git.tree(TREE).write("new.txt", "new");

        wanted(word);

        assertThat(refusal()).contains("That is not what was listed before.");
        assertThat(town.git.tree(TREE).content()).containsKeys("draft.txt", "new.txt");
        town.chat("ada", THREAD, "go on");
        town.run(() -> town.turns.size() == 2);
    }

    @Test
    void twoWhoWantItRemovedWantItOnce() {
        talk();
        Optional<String> word = word();

        Removal first = wanted(word);
        Removal second = wanted(Optional.empty());
        town.run(this::isDecided);

        assertThat(second).isEqualTo(first);
        assertGoneOnce();
    }

    @Test
    void whoIsLeavingIsNeitherAddedNorTalkedWith() {
        talk();
        Optional<String> word = word();

        wanted(word);
        assertThatThrownBy(this::join)
                .isInstanceOf(TownException.class)
                .hasMessageContaining("just being removed from the crew of shop, as ada wants");
        town.chat("ada", THREAD, "are you there?");
        assertThat(town.talkIn(THREAD)).last().asString().contains("no more");
        town.run(this::isDecided);

        assertGoneOnce();
        assertThat(join().beadId()).isEqualTo(MAX);
        talk();
        assertThat(town.git.tree(TREE).content()).containsKey("draft.txt");
    }

    @Test
    void itLeavesOnceHoweverFarTheTownCameBeforeItWasKilled() {
        for (int steps = 0; steps < 12; steps++) {
            CrewRemovalTest other = new CrewRemovalTest();
            other.talk();
            other.wanted(other.word());
            for (int i = 0; i < steps && other.town.step(); i++) {
                other.town.time.pass(Duration.ofMillis(1));
            }
            other.town.restart();
            other.town.run(other::isDecided);
            other.assertGoneOnce();
        }
    }

    @Test
    void aDeletionThatWasCutOffIsFinished() {
        for (Moment moment : Moment.values()) {
            CrewRemovalTest other = new CrewRemovalTest();
            other.talk();
            other.wanted(other.word());
            other.dieAt(moment);
            other.assertGoneOnce();
        }
    }

    /// The town is killed at this moment of the deletion, and started anew.
    private void dieAt(Moment moment) {
        town.boundary =
                (call, now) -> {
                    if (call.name().equals("removeTree") && now == moment) {
                        throw new SimulatedCrash("in " + call);
                    }
                };
        assertThatThrownBy(() -> town.run(this::isDecided)).isInstanceOf(SimulatedCrash.class);
        assertThat(max().state()).isEqualTo(State.DELETING);
        town.boundary = SimulatedRepositories.Boundary.NONE;
        town.restart();
        town.run(this::isDecided);
    }

    @Test
    void aFileThatIsNewSinceTheTownWasKilledKeepsItAndThePersonIsTold() {
        talk();
        wanted(word());
        town.boundary =
                (call, moment) -> {
                    if (call.name().equals("removeTree")) {
                        throw new SimulatedCrash("before " + call);
                    }
                };
        assertThatThrownBy(() -> town.run(this::isDecided)).isInstanceOf(SimulatedCrash.class);
        town.boundary = SimulatedRepositories.Boundary.NONE;
        town.git.tree(TREE).write("new.txt", "new");
        town.time.pass(Duration.ofMinutes(1));
        town.restart();

        assertThat(refusal()).contains("That is not what was listed before.");
        assertThat(town.talkIn(INBOX))
                .last()
                .asString()
                .contains("max is not removed, because something would be lost");
        assertThat(town.git.tree(TREE).content()).containsKey("draft.txt");
    }

    @Test
    void aRefusalIsToldInTheInboxTooForWhoAskedMayBeGone() {
        talk();

        word();

        assertThat(town.talkIn(INBOX)).last().asString().contains("max is not removed");
    }
}
