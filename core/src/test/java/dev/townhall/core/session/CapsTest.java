package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.convoy.Hindrances;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Spend;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CapsTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);

    private final AgentTown town = new AgentTown();

    @Test
    void aReachedCapHoldsTheNextTurnAndAsksOnce() {
        town.caps(rig(Amount.tokens(1000)));
        town.agent((start, turn) -> uses(1000, new Scene.LiesDone(A_WHILE, "more to do")));

        BeadId bead = town.sling("Say hello");
        BeadId other = town.sling("Say goodbye");
        town.run(() -> !pending().isEmpty());
        town.pass(Duration.ofMinutes(10));

        assertThat(town.turns).as("both were in their first turn").hasSize(2);
        assertThat(pending()).hasSize(1);
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.HOOKED);
        assertThat(hindered(bead)).contains("The cap of 1,000 tokens for rig shop on");
        assertThat(hindered(other)).contains("gt approve");
        assertThat(town.say("inbox")).contains("1 waiting for you").contains("is reached");
        assertThat(town.say("cost")).contains("1,000 tokens", "0 tokens left; waits for approve");
    }

    @Test
    void noSessionIsStartedWhileACapIsReached() {
        town.caps(day(Amount.tokens(1000)));
        town.agent((start, turn) -> uses(1000, done(start)));
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());
        assertThat(pending()).as("nobody wants more").isEmpty();

        BeadId next = town.sling("Say goodbye");
        town.run(() -> !pending().isEmpty());
        town.pass(Duration.ofMinutes(10));

        assertThat(town.started).hasSize(1);
        assertThat(town.bead(next).status()).isEqualTo(BeadStatus.HOOKED);
    }

    @Test
    void anApprovalAddsTheCapAgainAndTheWorkGoesOnWhereItStood() {
        town.caps(rig(Amount.tokens(1000)));
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? uses(1000, new Scene.LiesDone(A_WHILE, "more to do"))
                        : uses(10, done(start)));
        BeadId bead = town.sling("Say hello");
        town.run(() -> !hindered(bead).isEmpty());

        assertThat(town.say("approve " + pending().getFirst().id())).contains("go on");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.started).as("a fresh session went on").hasSize(2);
        assertThat(town.say("cost")).contains("1,010 tokens of 2,000 tokens, 990 tokens left");
        assertThat(town.posts()).contains("is over.");
    }

    @Test
    void whoSaidNoCanSayYesAfterAll() {
        town.caps(rig(Amount.tokens(1000)));
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? uses(1000, new Scene.LiesDone(A_WHILE, "more to do"))
                        : uses(10, done(start)));
        BeadId bead = town.sling("Say hello");
        town.run(() -> !pending().isEmpty());
        BeadId question = pending().getFirst().id();

        assertThat(town.say("deny " + question)).contains("approve " + question);
        town.pass(Duration.ofHours(1));
        assertThat(town.turns).hasSize(1);
        assertThat(pending()).as("nobody is asked again").isEmpty();
        assertThat(hindered(bead)).contains("ada said no", "gt approve " + question);
        assertThat(town.say("inbox")).contains("ada said no");

        town.say("approve " + question);
        town.run(() -> town.bead(bead).isClosed());
    }

    @Test
    void whatNobodyAnswersHoldsTheWorkUntilSomebodyDoes() {
        town.caps(convoy(Amount.tokens(1000)));
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? uses(1000, new Scene.LiesDone(A_WHILE, "more to do"))
                        : uses(10, done(start)));
        town.say("- [ ] Say hello");
        town.say("launch");
        town.run(() -> !pending().isEmpty());
        BeadId question = pending().getFirst().id();
        town.pass(Duration.ofHours(9));
        town.pass(Duration.ofHours(9));
        town.pass(Duration.ofHours(9));

        assertThat(approval(question).state()).isEqualTo(Approval.State.EXPIRED);
        town.pass(Duration.ofHours(3));
        assertThat(town.turns).hasSize(1);
        town.say("approve " + question);
        town.run(() -> town.posts().contains("Landed: "));
    }

    @Test
    void aDaysCapEndsWithTheDay() {
        town.caps(day(Amount.tokens(1000)));
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? uses(1000, new Scene.LiesDone(A_WHILE, "more to do"))
                        : uses(10, done(start)));
        BeadId bead = town.sling("Say hello");
        town.run(() -> !pending().isEmpty());
        BeadId question = pending().getFirst().id();

        for (int hours = 0; hours < 30 && !town.bead(bead).isClosed(); hours++) {
            town.pass(Duration.ofHours(1));
        }

        assertThat(town.bead(bead).isClosed()).isTrue();
        assertThat(approval(question).state()).isEqualTo(Approval.State.SUPERSEDED);
    }

    @Test
    void aRigsOwnCapCountsInPlaceOfTheOneForAll() {
        town.caps(
                new CapSettings(
                        Optional.empty(),
                        Optional.of(Amount.tokens(10)),
                        Optional.empty(),
                        Map.of(AgentTown.SHOP, Amount.tokens(1000))));
        town.agent((start, turn) -> uses(600, new Scene.LiesDone(A_WHILE, "more to do")));
        town.sling("Say hello");
        town.run(() -> !pending().isEmpty());

        assertThat(town.turns).hasSize(2);
        assertThat(approval(pending().getFirst().id()).subject())
                .isInstanceOfSatisfying(
                        Approval.Spending.class,
                        spending -> {
                            assertThat(spending.what()).startsWith("rig shop on ");
                            assertThat(spending.spent()).isEqualTo("1,200 tokens");
                        });
    }

    @Test
    void oneConvoysCapHoldsNoOther() {
        town.caps(convoy(Amount.tokens(1000)));
        town.agent((start, turn) ->
                turn.instruction().contains("Say hello")
                        ? uses(1000, new Scene.LiesDone(A_WHILE, "more to do"))
                        : uses(10, done(start)));
        town.say("- [ ] Say hello");
        town.say("launch");
        town.run(() -> !pending().isEmpty());

        BeadId other = town.sling("Say goodbye");
        town.run(() -> town.bead(other).isClosed());

        assertThat(pending()).hasSize(1);
        assertThat(town.posts()).contains("Waits for approval: more for convoy hq-cv-");
    }

    @Test
    void aCapInDollarsIsReachedByWhatTheTurnsCost() {
        town.caps(day(Amount.dollars(2)));
        town.agent((start, turn) -> uses(1_500_000, new Scene.LiesDone(A_WHILE, "more to do")));
        town.sling("Say hello");
        town.run(() -> !pending().isEmpty());

        assertThat(town.turns).hasSize(2);
        assertThat(town.posts()).contains("The cap of $2.00 for the town on", "$3.00 spent");
        town.say("approve " + pending().getFirst().id());
        town.run(() -> town.turns.size() == 3);
    }

    @Test
    void aModelWithoutAPriceGetsNoTurnUnderACapInDollars() {
        town.caps(day(Amount.dollars(2)));
        town.model(Optional.of("mystery-1"));
        town.agent((start, turn) -> uses(10, done(start)));
        BeadId bead = town.sling("Say hello");
        town.sling("Say goodbye");
        town.run(() -> !pending().isEmpty());
        town.pass(Duration.ofMinutes(10));

        assertThat(town.turns).isEmpty();
        assertThat(pending()).as("one question, not one an agent").hasSize(1);
        assertThat(hindered(bead)).contains("cannot be kept: mystery-1 (stub) has no price");

        town.say("approve " + pending().getFirst().id());
        town.run(() -> town.bead(bead).isClosed());
        assertThat(pending()).isEmpty();
    }

    @Test
    void anAgentThatNamesNoModelGetsNoTurnUnderACapInDollars() {
        town.caps(day(Amount.dollars(2)));
        town.model(Optional.empty());
        town.agent((start, turn) -> uses(10, done(start)));
        BeadId bead = town.sling("Say hello");
        town.run(() -> !pending().isEmpty());
        town.run(() -> !hindered(bead).isEmpty());

        assertThat(town.turns).isEmpty();
        assertThat(hindered(bead)).contains("stub does not name its model");
        town.say("approve " + pending().getFirst().id());
        town.run(() -> town.bead(bead).isClosed());
    }

    @Test
    void aModelWithoutAPriceIsNoHindranceUnderACapInTokens() {
        town.caps(day(Amount.tokens(1000)));
        town.model(Optional.of("mystery-1"));
        town.agent((start, turn) -> uses(10, done(start)));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());
    }

    @Test
    void anAgentThatDoesNotSayWhatItUsesIsAskedAboutAfterItsFirstTurn() {
        town.caps(day(Amount.tokens(1000)));
        town.agent((start, turn) -> done(start));
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());
        BeadId next = town.sling("Say goodbye");
        town.pass(Duration.ofMinutes(10));

        assertThat(town.turns).hasSize(1);
        assertThat(hindered(next)).contains("stub (stub) does not say what its turns use");
        town.say("approve " + pending().getFirst().id());
        town.run(() -> town.bead(next).isClosed());
        assertThat(pending()).isEmpty();
    }

    @Test
    void aCapTakenOutOfTheSettingsAsksNoLonger() {
        town.caps(day(Amount.tokens(1000)));
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? uses(1000, new Scene.LiesDone(A_WHILE, "more to do"))
                        : uses(10, done(start)));
        BeadId bead = town.sling("Say hello");
        town.run(() -> !pending().isEmpty());

        town.caps(CapSettings.NONE);
        town.restart();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(pending()).isEmpty();
    }

    @Test
    void aHeldAgentStaysHeldOverARestart() {
        town.caps(day(Amount.tokens(1000)));
        town.agent((start, turn) -> uses(1000, new Scene.LiesDone(A_WHILE, "more to do")));
        BeadId bead = town.sling("Say hello");
        town.run(() -> !pending().isEmpty());

        town.restart();
        town.pass(Duration.ofHours(1));

        assertThat(town.turns).hasSize(1);
        assertThat(pending()).hasSize(1);
        assertThat(hindered(bead)).contains("is reached");
    }

    @Test
    void aTurnThatTheTownsEndCutOffIsCountedWithoutFigures() {
        town.agent((start, turn) ->
                town.turns.size() == 1 ? new Scene.Hangs() : uses(10, done(start)));
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.turns.size() == 1);

        town.restart();
        town.run(() -> town.bead(bead).isClosed());

        Spend spend = town.ledger().read(view -> Costs.of(view, bead));
        assertThat(spend.turns()).isEqualTo(2);
        assertThat(spend.unmeasured()).isEqualTo(1);
        assertThat(spend.tokens().input()).isEqualTo(10);
        assertThat(spend.sentence()).endsWith(", 1 turn without figures");
    }

    @Test
    void aTurnThatItsAgentsEndCutOffIsCountedWithWhatItToldSoFar() {
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? uses(300, new Scene.Crashes(A_WHILE, Map.of()))
                        : uses(10, done(start)));
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());

        Spend spend = town.ledger().read(view -> Costs.of(view, bead));
        assertThat(spend.unmeasured()).isEqualTo(1);
        assertThat(spend.tokens().input()).isEqualTo(310);
    }

    private static CapSettings day(Amount amount) {
        return new CapSettings(Optional.empty(), Optional.empty(), Optional.of(amount), Map.of());
    }

    private static CapSettings rig(Amount amount) {
        return new CapSettings(Optional.empty(), Optional.of(amount), Optional.empty(), Map.of());
    }

    private static CapSettings convoy(Amount amount) {
        return new CapSettings(Optional.of(amount), Optional.empty(), Optional.empty(), Map.of());
    }

    private static Scene uses(long tokens, Scene then) {
        return new Scene.Uses(tokens, 0, then);
    }

    private Scene done(SessionStart start) {
        return new Scene.Acts(
                () -> {
                    town.git.tree(start.folder()).write(start.bead() + ".txt", "hello");
                    town.call(start, "done", "summary", "said hello");
                },
                new Scene.LiesDone(A_WHILE, "done"));
    }

    private List<Bead> pending() {
        return town.ledger().read(Approvals::pending);
    }

    private Approval approval(BeadId id) {
        return town.ledger().read(view -> Approvals.get(view, id));
    }

    private String hindered(BeadId bead) {
        return town.ledger()
                .read(view -> Hindrances.in(view).of(bead))
                .map(finding -> finding.text())
                .orElse("");
    }
}
