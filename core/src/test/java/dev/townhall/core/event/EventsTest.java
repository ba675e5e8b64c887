package dev.townhall.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.ledger.EventDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventsTest {
    private static final BeadId BEAD = new BeadId("sh-7x2kq.1");
    private static final BeadId CONVOY = new BeadId("hq-cv-3f9ab");
    private static final RigName RIG = new RigName("shop");
    private static final Actor NUX = Actor.polecat(RIG, "nux");

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void anEventReadsBackAsItWasWritten(TownEvent event) {
        EventDraft stored = Events.draft(event);
        EventDraft reloaded =
                new EventDraft(
                        stored.type(), stored.subject(), Json.parse(Json.text(stored.payload())));

        assertThat(Events.read(reloaded)).isEqualTo(event);
    }

    @Test
    void everyKindOfEventHasItsExample() {
        List<Class<?>> examples = oneOfEach().stream().<Class<?>>map(TownEvent::getClass).toList();

        assertThat(examples).contains(TownEvent.class.getPermittedSubclasses());
    }

    @Test
    void theTypeIsTheNameInDottedWords() {
        assertThat(Events.typeOf(TownEvent.ConvoyLanded.class)).isEqualTo("convoy.landed");
    }

    @Test
    void anUnknownTypeIsNamed() {
        EventDraft unknown = new EventDraft("moon.landed", "x", Json.object());

        assertThatThrownBy(() -> Events.read(unknown))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("moon.landed");
    }

    static List<TownEvent> oneOfEach() {
        Optional<BeadId> convoy = Optional.of(CONVOY);
        BeadId rig = new BeadId("hq-rig-shop");
        Instant at = Instant.parse("2026-01-02T03:04:05.000006Z");
        return List.of(
                new TownEvent.TownOpened(Optional.of(at)),
                new TownEvent.TalkHeard(new BeadId("hq-talk-channel-shop"), NUX, Actor.MAYOR),
                new TownEvent.TalkAnswered(
                        new BeadId("hq-talk-channel-shop"), Actor.MAYOR, 2, true),
                new TownEvent.RigAdded(rig, RIG, "/srv/shop.git"),
                new TownEvent.RigReady(rig, RIG, "main", List.of("shallow")),
                new TownEvent.RigFailed(rig, RIG, "no commit"),
                new TownEvent.RigParked(rig, RIG),
                new TownEvent.RigBound(rig, RIG, "slack", "T1/C2"),
                new TownEvent.RigUnbound(rig, RIG, "slack", "T1/C2"),
                new TownEvent.CrewJoined(new BeadId("hq-crew-shop-max"), RIG, "max"),
                new TownEvent.CrewLeft(new BeadId("hq-crew-shop-max"), RIG, "max"),
                new TownEvent.RigUnparked(rig, RIG),
                new TownEvent.RigRemoved(rig, RIG),
                new TownEvent.BeadCreated(BEAD, "title"),
                new TownEvent.BeadClosed(BEAD, Optional.empty(), "merged"),
                new TownEvent.BeadEdited(BEAD, convoy, List.of("title", "commands")),
                new TownEvent.BeadDropped(BEAD, convoy, "dropped"),
                new TownEvent.ConvoyStaged(CONVOY, RIG, 4, 2),
                new TownEvent.ConvoyReplanned(CONVOY, RIG, 4, 2),
                new TownEvent.ConvoyDropped(CONVOY, RIG),
                new TownEvent.ConvoyLaunched(CONVOY, RIG),
                new TownEvent.ConvoyPaused(CONVOY, RIG),
                new TownEvent.ConvoyResumed(CONVOY, RIG),
                new TownEvent.ConvoyLanded(CONVOY, RIG, 4, Duration.ofSeconds(90)),
                new TownEvent.BeadSlung(BEAD, convoy, NUX, 7, 1),
                new TownEvent.SessionStarted(BEAD, convoy, NUX, 7),
                new TownEvent.WorkSubmitted(BEAD, convoy, NUX, new BeadId("hq-mr-1"), "abc"),
                new TownEvent.ReworkAsked(
                        BEAD, convoy, ReworkCause.CONFLICT, List.of("a b.txt"), "", 2),
                new TownEvent.Merged(
                        BEAD, convoy, new BeadId("hq-mr-1"), NUX, "abc", 1, 2, 3, Duration.ZERO),
                new TownEvent.ApprovalAsked(new BeadId("hq-ap-1"), BEAD, convoy, at),
                new TownEvent.ApprovalDecided(
                        new BeadId("hq-ap-1"), BEAD, convoy, Decision.APPROVED, NUX),
                new TownEvent.RuleAdded(
                        new BeadId("hq-rules-shop"), new RigName("shop"), "allow execute \"make\""),
                new TownEvent.RuleRevoked(
                        new BeadId("hq-rules-shop"), new RigName("shop"), "allow execute \"make\""),
                new TownEvent.Escalated(new BeadId("hq-esc-1"), BEAD, convoy, "why"),
                new TownEvent.EscalationClosed(new BeadId("hq-esc-1"), BEAD, convoy, "retried"),
                new TownEvent.CommentAdded(BEAD, NUX),
                new TownEvent.BeadChanged(BEAD, NUX, List.of("title", "priority")),
                new TownEvent.WorkClaimed(BEAD, convoy, NUX, "parser written"),
                new TownEvent.WorkWitnessed(
                        BEAD,
                        convoy,
                        new BeadId("hq-mr-1"),
                        new Actor("shop/witness"),
                        true,
                        "both criteria are met"),
                new TownEvent.ConflictOffered(
                        BEAD, convoy, new BeadId("hq-mr-1"), List.of("a.txt"), "0123"),
                new TownEvent.ConflictResolved(
                        BEAD,
                        convoy,
                        new BeadId("hq-mr-1"),
                        new Actor("shop/resolver"),
                        List.of("a.txt"),
                        "4567",
                        "both lines are kept"),
                new TownEvent.QuestionAsked(
                        new BeadId("hq-q-1ab"), Optional.of(BEAD), convoy, NUX, at),
                new TownEvent.QuestionSettled(
                        new BeadId("hq-q-1ab"),
                        Optional.of(BEAD),
                        convoy,
                        "answered",
                        Optional.of(NUX)),
                new TownEvent.MailSent(new BeadId("hq-msg-1ab"), NUX, Actor.overseer("ada")),
                new TownEvent.MailAcked(new BeadId("hq-msg-1ab"), Actor.overseer("ada")),
                new TownEvent.BeadGiven(BEAD, convoy, Actor.witness(new RigName("shop")), 3),
                new TownEvent.SessionHandedOff(
                        new BeadId("sh-1ab"), Optional.of(new BeadId("hq-cv-1ab")), NUX, 2),
                new TownEvent.NudgeQueued(
                        new BeadId("hq-polecat-shop-nux"),
                        NUX,
                        1,
                        Actor.overseer("ada"),
                        "after-turn",
                        "the API has changed",
                        false,
                        Instant.EPOCH),
                new TownEvent.NudgeDelivered(
                        new BeadId("hq-polecat-shop-nux"), NUX, 1, Actor.overseer("ada"), 2),
                new TownEvent.NudgeExpired(
                        new BeadId("hq-polecat-shop-nux"), NUX, 1, Actor.overseer("ada")),
                new TownEvent.FilesReserved(BEAD, RIG, NUX, List.of("src/api/", "pom.xml"), at),
                new TownEvent.FilesReleased(
                        BEAD, RIG, NUX, List.of("src/api/"), TownEvent.Release.WORK_OVER),
                new TownEvent.MemoryKept(new BeadId("hq-mem-1ab"), NUX),
                new TownEvent.MemoryForgotten(new BeadId("hq-mem-1ab"), NUX),
                new TownEvent.AccountRested(
                        new BeadId("hq-account-work"),
                        "work",
                        "qwen",
                        at,
                        at.plusSeconds(90),
                        "429",
                        List.of("spare"),
                        Optional.of(at.plusSeconds(90)),
                        NUX,
                        BEAD,
                        convoy),
                new TownEvent.AccountReturned(new BeadId("hq-account-work"), "work"),
                new TownEvent.FindingRaised("failing", "convoy/x", "text"),
                new TownEvent.FindingCleared("failing", "convoy/x", Optional.of(Instant.EPOCH)));
    }
}
