package dev.townhall.botslack.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.botslack.door.FrontDoor.Verdict;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.reconcile.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrontDoorTest {
    private static final String SAID =
            """
            {"type":"event_callback","team_id":"T1","api_app_id":"A1","event_id":"Ev1","event":
            {"type":"message","channel":"C1","user":"U1","ts":"1.2","text":"schön ☃"}}\
            """;

    private final ManualTime time = new ManualTime();
    private final Signature signature = new Signature("8f742231b10e8888abcd99yyyzzz85a5");
    private final FrontDoor door =
            new FrontDoor(Optional.of(signature), new Allowed("A1", "T1", Optional.empty()), time);

    FrontDoorTest() {
        time.pass(Duration.ofDays(20_000));
    }

    @Test
    void theSignatureOfSlacksOwnExampleIsRight() {
        String body =
                "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                        + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                        + "&user_name=roadrunner&command=%2Fwebhook-collect&text="
                        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
                        + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

        assertThat(signature.of("1531420618", body.getBytes(UTF_8)))
                .isEqualTo("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    }

    @Test
    void whatSlackSignedIsLetIn() {
        assertThat(admit(SAID))
                .isInstanceOfSatisfying(
                        Verdict.Admitted.class,
                        it -> {
                            assertThat(it.delivery().id()).isEqualTo("Ev1");
                            assertThat(it.delivery().what())
                                    .isInstanceOfSatisfying(
                                            Incoming.Said.class,
                                            said -> assertThat(said.text()).isEqualTo("schön ☃"));
                        });
    }

    @Test
    void everyByteCounts() {
        byte[] body = (SAID + "\n").getBytes(UTF_8);
        String proof = signature.of(now(0), SAID.getBytes(UTF_8));

        assertThat(door.admit(now(0), proof, body)).satisfies(refused(401));
        assertThat(door.admit(now(0), signature.of(now(0), body), body))
                .isInstanceOf(Verdict.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 3_600})
    void whatIsNotOfNowIsRefusedEitherWay(long seconds) {
        byte[] body = SAID.getBytes(UTF_8);

        assertThat(door.admit(now(seconds), signature.of(now(seconds), body), body))
                .satisfies(refused(401));
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300, 0})
    void clocksMayDifferByFiveMinutes(long seconds) {
        byte[] body = SAID.getBytes(UTF_8);

        assertThat(door.admit(now(seconds), signature.of(now(seconds), body), body))
                .isInstanceOf(Verdict.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v0=", "v1=00", "v0=zz", "\u0000", "v0=é", "null"})
    void aForgedSignatureIsRefused(String proof) {
        assertThat(door.admit(now(0), proof, SAID.getBytes(UTF_8))).satisfies(refused(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "99999999999999999999", "١٢٣", " 1"})
    void aTimeThatIsNoneIsRefused(String timestamp) {
        byte[] body = SAID.getBytes(UTF_8);

        assertThat(door.admit(timestamp, signature.of(timestamp, body), body))
                .satisfies(refused(401));
    }

    @Test
    void anotherSecretIsNoProof() {
        byte[] body = SAID.getBytes(UTF_8);

        assertThat(door.admit(now(0), new Signature("other").of(now(0), body), body))
                .satisfies(refused(401));
    }

    @Test
    void anotherWorkspaceOrAppIsRefused() {
        assertThat(admit(SAID.replace("\"T1\"", "\"T9\""))).satisfies(refused(403));
        assertThat(admit(SAID.replace("\"A1\"", "\"A9\""))).satisfies(refused(403));
        assertThat(admit(SAID.replace("\"team_id\":\"T1\",", ""))).satisfies(refused(403));
    }

    @Test
    void aSharedChannelIsOursByWhoseInstallationSeesIt() {
        String shared =
                SAID.replace(
                        "\"team_id\":\"T1\"",
                        "\"team_id\":\"T9\",\"authorizations\":[{\"team_id\":\"T1\"}]");
        String theirs =
                SAID.replace(
                        "{\"type\":\"event_callback\"",
                        "{\"authorizations\":[{\"team_id\":\"T9\"}],\"type\":\"event_callback\"");

        assertThat(admit(shared)).isInstanceOf(Verdict.Admitted.class);
        assertThat(admit(theirs)).satisfies(refused(403));
    }

    @Test
    void aShortcutOfAnOrganisationNamesNoWorkspace() {
        FrontDoor whole =
                new FrontDoor(
                        Optional.of(signature), new Allowed("A1", "T1", Optional.of("E1")), time);
        String shortcut =
                "payload="
                        + "{\"type\":\"shortcut\",\"team\":null,\"user\":{\"id\":\"U1\"},"
                        + "\"enterprise\":{\"id\":\"E1\"},\"callback_id\":\"x\",\"trigger_id\":\"1\"}";
        byte[] body = shortcut.getBytes(UTF_8);
        String proof = signature.of(now(0), body);

        assertThat(whole.admit(now(0), proof, body)).isInstanceOf(Verdict.Admitted.class);
        assertThat(door.admit(now(0), proof, body)).satisfies(refused(403));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "payload={", "payload=%zz", "payload=[]"})
    void whatIsNoPayloadIsSaidToBeNone(String body) {
        assertThat(admit(body)).satisfies(refused(400));
    }

    @Test
    void brokenTextIsNoPayload() {
        byte[] body = {'{', (byte) 0xC3, '}'};

        assertThat(door.admit(now(0), signature.of(now(0), body), body)).satisfies(refused(400));
    }

    @Test
    void aBodyIsReadUpToItsLimit() throws IOException {
        byte[] most = new byte[FrontDoor.BODY_BYTES_MAX];
        byte[] more = new byte[FrontDoor.BODY_BYTES_MAX + 1];

        assertThat(FrontDoor.body(new ByteArrayInputStream(most))).contains(most);
        assertThat(FrontDoor.body(new ByteArrayInputStream(more))).isEmpty();
        assertThat(door.admit(now(0), signature.of(now(0), more), more)).satisfies(refused(413));
    }

    @Test
    void theChallengeIsSeenOnlyBySignedRequests() {
        String body = "{\"type\":\"url_verification\",\"challenge\":\"c\",\"token\":\"t\"}";

        assertThat(admit(body)).isInstanceOf(Verdict.Admitted.class);
        assertThat(door.admit(now(0), "", body.getBytes(UTF_8))).satisfies(refused(401));
    }

    @Test
    void anEnvelopeOfAnotherWorkspaceIsRefusedToo() {
        String envelope =
                "{\"type\":\"events_api\",\"envelope_id\":\"e\",\"payload\":" + SAID + "}";

        assertThat(door.admit(Json.parse(envelope))).get().isInstanceOf(Verdict.Admitted.class);
        assertThat(door.admit(Json.parse(envelope.replace("T1", "T9"))))
                .get()
                .satisfies(refused(403));
        assertThat(door.admit(Json.parse("{\"type\":\"hello\"}"))).isEmpty();
        assertThat(door.admit(Json.parse("{\"type\":\"interactive\",\"payload\":[]}")))
                .get()
                .satisfies(refused(400));
    }

    private Verdict admit(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return door.admit(now(0), signature.of(now(0), bytes), bytes);
    }

    private String now(long later) {
        return String.valueOf(time.now().getEpochSecond() + later);
    }

    private static Consumer<Verdict> refused(int status) {
        return verdict ->
                assertThat(verdict)
                        .isInstanceOfSatisfying(
                                Verdict.Refused.class,
                                it -> assertThat(it.status()).isEqualTo(status));
    }
}
