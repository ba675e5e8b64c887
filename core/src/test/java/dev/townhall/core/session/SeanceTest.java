package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.talk.Seances;
import dev.townhall.core.transcript.Past;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// People ask sessions that are over.
final class SeanceTest {
    private static final Conversation CHANNEL = new Conversation.Channel(AgentTown.SHOP);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Actor NUX = Actor.polecat(AgentTown.SHOP, "nux");

    private final AgentTown town = new AgentTown();
    private final List<SessionStart> seances = new ArrayList<>();

    private Scene acts(SessionStart start, Turn turn) {
        if (start.agent().text().startsWith("shop/seances/")) {
            seances.add(start);
            return new Scene.Says(SOON, "Because ", new Scene.LiesDone(SOON, "it was slow."));
        }
        return new Scene.Says(
                SOON,
                "I add a cache.",
                new Scene.Acts(
                        () -> town.call(start, "done", "summary", "a cache"),
                        new Scene.Works(SOON, Map.of("cache.txt", "cached"), "done")));
    }

    private BeadId merged() {
        town.agent(this::acts);
        BeadId bead = town.sling("Make the login faster");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.CLOSED));
        return bead;
    }

    private String last() {
        return town.talkIn(CHANNEL).getLast();
    }

    private void ask(String text) {
        assertThat(town.chat("ada", CHANNEL, text)).isInstanceOf(Reception.Reply.Said.class);
    }

    @Test
    void theSessionItselfAnswersAsACopyThatCanReadAndNoMore() {
        town.agentsRemember(Optional.empty());
        BeadId bead = merged();
        Path tree = town.transcripts.all().getFirst().origin().orElseThrow().folder();
        Hook hook = hook();

        ask("seance " + bead + " why is there a cache?");
        assertThat(last())
                .isEqualTo(
                        "shop/seances/nux: Asking the session of shop/polecats/nux on "
                                + bead
                                + " …");
        town.run(() -> last().contains("slow"));

        assertThat(last()).isEqualTo("shop/seances/nux: Because it was slow.");
        SessionStart start = seances.getFirst();
        assertThat(start.beginning())
                .isEqualTo(
                        new Beginning.Recalled(
                                town.transcripts
                                        .all()
                                        .getFirst()
                                        .origin()
                                        .orElseThrow()
                                        .nativeId()
                                        .orElseThrow(),
                                NUX));
        assertThat(start.folder()).isEqualTo(tree);
        assertThat(start.confinement().isReadOnly(tree)).isTrue();
        assertThat(start.confinement().writable()).isEmpty();
        assertThat(start.tools()).isEmpty();
        assertThat(town.turns.getLast())
                .startsWith("# Your work is over, and you are asked about it")
                .contains("on " + bead, "> why is there a cache?")
                .doesNotContain("I add a cache.", "You are a polecat.");
        assertThat(hook()).isEqualTo(hook);
        assertThat(town.talkIn(CHANNEL))
                .filteredOn(post -> post.startsWith("shop/seances/"))
                .hasSize(1);
    }

    private Hook hook() {
        return town.ledger().read(view -> Hooks.of(view, Agent.polecatBead(AgentTown.SHOP, "nux")));
    }

    @Test
    void withoutMemoryOfItsOwnAnotherSessionAnswersFromTheTranscript() {
        BeadId bead = merged();

        ask("seance nux why is there a cache?");
        town.run(() -> last().contains("slow"));

        assertFromTranscript(seances.getFirst(), bead);
    }

    private void assertFromTranscript(SessionStart start, BeadId bead) {
        assertThat(start.beginning()).isEqualTo(new Beginning.Fresh());
        assertThat(start.folder().toString()).startsWith("/quarters/hq-talk-seance-");
        assertThat(start.tools()).isEmpty();
        assertThat(town.turns.getLast())
                .startsWith("# You are asked about a session of another")
                .contains("shop/polecats/nux had this session on " + bead)
                .contains("> I add a cache.", "> why is there a cache?");
    }

    @Test
    void whatDoesNotComeUpIsAskedFromItsTranscript() {
        town.agentsRemember(Optional.of("it does not offer to continue the session"));
        BeadId bead = merged();

        ask("seance " + bead + " why is there a cache?");
        town.run(() -> last().contains("slow"));

        assertFromTranscript(seances.getLast(), bead);
    }

    @Test
    void anAgentAtWorkKeepsItsTreeAndHomeToItself() {
        town.agentsRemember(Optional.empty());
        BeadId bead = merged();
        town.agent(
                (start, turn) -> start.agent().equals(NUX) ? new Scene.Hangs() : acts(start, turn));
        town.sling("Another thing");
        town.run(() -> hook() instanceof Hook.Loaded);

        ask("seance " + bead + " why is there a cache?");
        town.run(() -> last().contains("slow"));

        assertFromTranscript(seances.getFirst(), bead);
    }

    @Test
    void aMemberOfTheCrewThatAnswersSomebodyKeepsItsTreeAndHomeToItself() {
        town.agentsRemember(Optional.empty());
        town.ledger()
                .write(
                        Actor.overseer("ada"),
                        tx -> Crews.add(tx, Rigs.get(tx, AgentTown.SHOP), "max", Optional.empty()));
        town.agent((start, turn) ->
                start.agent().equals(Actor.crew(AgentTown.SHOP, "max"))
                        ? new Scene.Hangs()
                        : acts(start, turn));
        ask("@max where is the parser?");
        town.run(() -> town.turns.size() == 1);

        ask("seance shop/crew/max where was it?");
        town.run(() -> last().contains("slow"));

        assertThat(seances.getFirst().beginning()).isEqualTo(new Beginning.Fresh());
    }

    @Test
    void aSecondQuestionGoesOnInTheSameSessionAndALaterOneInAnother() {
        BeadId bead = merged();
        ask("seance " + bead + " why is there a cache?");
        town.run(() -> last().contains("slow"));

        ask("seance " + bead + " how slow?");
        town.run(() -> town.posts().split("it was slow", -1).length == 3);
        assertThat(town.turns.getLast()).contains("> how slow?").doesNotContain("transcript");
        assertThat(seances.getLast()).isEqualTo(seances.getFirst());
        town.pass(Duration.ofMinutes(11));
        assertThat(town.town().sessions()).isEmpty();
        ask("seance " + bead + " and now?");
        town.run(() -> town.posts().split("it was slow", -1).length == 4);

        assertThat(seances.getLast()).isNotEqualTo(seances.getFirst());
        assertThat(town.turns.getLast()).contains(" how slow?\n", "> and now?\n", "I add a cache.");
    }

    @Test
    void whatItLeftGoesOnceItsSessionIsOver() {
        BeadId bead = merged();
        ask("seance " + bead + " why is there a cache?");
        town.run(() -> last().contains("slow"));
        assertThat(town.vacated).isEmpty();

        town.pass(Duration.ofMinutes(20));

        assertThat(town.vacated).isNotEmpty();
        assertThat(town.vacated).allMatch(talk -> talk.text().startsWith(Seances.ID_PREFIX));
        ask("seance " + bead + " why is there a cache?");
        town.run(() -> last().contains("slow"));
    }

    @Test
    void aKilledTownAnswersAfterwardsAndOnce() {
        BeadId bead = merged();
        town.agent((start, turn) -> new Scene.Says(SOON, "Half of ", new Scene.Hangs()));
        ask("seance " + bead + " why is there a cache?");
        town.run(() -> last().contains("Half of"));

        town.restart();
        town.agent(this::acts);
        town.run(() -> last().contains("slow"));

        assertThat(town.talkIn(CHANNEL))
                .filteredOn(post -> post.startsWith("shop/seances/"))
                .containsExactly("shop/seances/nux: Because it was slow.");
    }

    @Test
    void whatItCostsCountsForTheRig() {
        BeadId bead = merged();
        town.agent((start, turn) -> new Scene.Uses(700, 0, acts(start, turn)));
        long before = spent();

        assertThat(town.chat("ada", new Conversation.Inbox("ada"), "seance " + bead + " why?"))
                .isInstanceOf(Reception.Reply.Said.class);
        town.run(() -> town.posts().contains("it was slow"));

        assertThat(spent() - before).isEqualTo(700);
    }

    private long spent() {
        return town.ledger()
                .read(view -> Costs.onDay(view, AgentTown.SHOP, town.time.now()).tokens().total());
    }

    @Test
    void whereNothingIsRememberedTheAnswerSaysSo() {
        BeadId bead = merged();

        ask("seance " + bead + " --session 7 why?");
        town.run(() -> last().contains("--session"));

        assertThat(last()).contains("There is 1 session of shop/polecats/nux on " + bead);
        assertThat(seances).isEmpty();
    }

    @Test
    void anAgentWhoseSessionsNeverCameUpHasNoneThatCouldBeAsked() {
        town.agent(this::acts);
        Agent max =
                town.ledger()
                        .write(
                                Actor.TOWN,
                                tx ->
                                        Crews.add(
                                                tx,
                                                Rigs.get(tx, AgentTown.SHOP),
                                                "max",
                                                Optional.empty()));
        town.transcripts
                .begin(new Past(max.actor(), max.beadId(), 1, Instant.EPOCH, "stub"))
                .heard(new SessionUpdate.Ended(SessionUpdate.Cause.NOT_STARTED, "there is no key"));

        ask("seance shop/max what did you do?");
        town.run(() -> last().contains("is kept"));

        assertThat(last()).contains("No session of shop/crew/max is kept");
        assertThat(seances).isEmpty();
    }

    @Test
    void withoutAnAgentTheTranscriptIsNamed() {
        BeadId bead = merged();
        town.noAgentIsLeft();

        ask("seance " + bead + " why?");
        town.run(() -> last().contains("gt transcript"));

        assertThat(last()).contains("gt transcript " + bead + " --grep WORDS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seance                     | takes a bead or an agent",
                "seance nux                 | takes a question: seance nux",
                "seance nux --session 1     | takes a question",
                "seance nux --sesion 1 why? | knows --session",
                "seance nux --session x why?| knows --session",
                "seance furiosa why?        | furiosa",
                "seance shop/polecats/x why?| No agent is called",
                "seance sh-nothing why?     | sh-nothing",
            })
    void wrongQuestionsAreRefusedWithWhatWasExpected(String said, String says) {
        merged();

        Reception.Reply reply = town.chat("ada", CHANNEL, said);

        assertThat(reply).isInstanceOf(Reception.Reply.Refused.class);
        assertThat(((Reception.Reply.Refused) reply).text()).contains(says);
        assertThat(town.turns).hasSize(1);
    }

    @Test
    void aBeadThatNobodyWorkedOnHasNobodyToAsk() {
        String made = town.say("new Later");
        String bead = made.replaceAll("(?s).*?(sh-[a-z0-9]+).*", "$1");

        Reception.Reply reply = town.chat("ada", CHANNEL, "seance " + bead + " why?");

        assertThat(((Reception.Reply.Refused) reply).text()).contains("Nobody has worked on");
    }

    @Test
    void askingTakesTheRoleOperator() {
        BeadId bead = merged();
        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> {
                            People.add(tx, "vic", Role.VIEWER);
                            People.identify(tx, "vic", "web", "vic");
                            return true;
                        });

        Reception.Reply reply = town.chat("vic", CHANNEL, "seance " + bead + " why?");

        assertThat(((Reception.Reply.Refused) reply).text()).contains("operator");
    }
}
