package dev.townhall.core.bead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.testing.SharedData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeadJsonTest {
    private static final String FULL =
            """
            {"_type":"issue","id":"gt-a1b2c","title":"T \\u003cb\\u003e \\u0026 \\u2028","description":"d\\u001b","design":"x","acceptance_criteria":"a","notes":"n","spec_id":"s","status":"closed","priority":0,"issue_type":"bug","assignee":"shop/polecats/nux","owner":"o","estimated_minutes":0,"created_at":"2026-05-01T10:00:00Z","created_by":"mayor","updated_at":"2026-05-01T10:00:00.25Z","started_at":"2026-05-01T12:00:00+02:00","closed_at":"2026-05-01T10:00:09.100000001Z","close_reason":"Done","due_at":"2026-06-01T00:00:00Z","defer_until":"2026-05-02T00:00:00Z","external_ref":"gh-9","metadata":{"b":1.50,"a":[1,"x"]},"compaction_level":1,"labels":["z","a"],"dependencies":[{"issue_id":"gt-a1b2c","depends_on_id":"external:x:y","type":"tracks","created_at":"2026-05-01T10:00:01-08:00","created_by":"mayor","metadata":"{}","thread_id":"t"}],"comments":[{"id":6,"issue_id":"gt-a1b2c","author":"ada","text":"hi","created_at":"2026-05-01T10:00:01Z"},{"id":"0b-1","issue_id":"gt-a1b2c","author":"ada","text":"ho","created_at":"2026-05-01T10:00:01.50Z"}],"ephemeral":true,"pinned":true,"timeout":1800000000000,"waiters":["a"],"payload":"{\\"c\\":2.5}","dependency_count":1,"dependent_count":0,"comment_count":2,"mystery":null,"later":{"x":1}}\
            """;

    @Test
    void everyFieldSurvivesTheRoundTripByteForByte() {
        assertThat(BeadJson.write(BeadJson.read(FULL))).isEqualTo(FULL);
    }

    @Test
    void aRecordIsReadFieldByField() {
        Bead bead = BeadJson.read(FULL);
        assertThat(bead.title()).isEqualTo("T <b> & \u2028");
        assertThat(bead.priority()).isZero();
        assertThat(bead.startedAt()).isEqualTo(Instant.parse("2026-05-01T10:00:00Z"));
        assertThat(bead.closed()).contains(Instant.parse("2026-05-01T10:00:09.100000001Z"));
        assertThat(bead.labels()).containsExactly("z", "a");
        assertThat(bead.dependencies().getFirst().target()).isEqualTo("external:x:y");
        assertThat(bead.comments()).extracting(Comment::id).containsExactly("6", "0b-1");
        assertThat(bead.metadata().path("a").size()).isEqualTo(2);
        assertThat(bead.rest()).containsKeys("owner", "timeout", "later").doesNotContainKey("id");
    }

    @Test
    void aChangedTimeIsWrittenInUtcAndTheOthersAsTheyCame() {
        Bead bead = BeadJson.read(FULL);
        Bead edited = new BeadEdit(bead).startedAt(Instant.parse("2026-05-03T00:00:00Z")).done();
        assertThat(BeadJson.write(edited))
                .isEqualTo(FULL.replace("2026-05-01T12:00:00+02:00", "2026-05-03T00:00:00Z"));
    }

    @Test
    void keysComeInTheTrackersOrder() {
        ObjectNode shuffled = Json.object();
        List<String> keys = new ArrayList<>();
        ObjectNode record = (ObjectNode) Json.parse(FULL);
        record.fieldNames().forEachRemaining(keys::addFirst);
        keys.forEach(key -> shuffled.set(key, record.get(key)));
        shuffled.set("later", shuffled.remove("later"));
        assertThat(BeadJson.write(BeadJson.read(shuffled.toString())))
                .isEqualTo(FULL.replace("\"b\":1.50", "\"b\":1.5"));
    }

    @Test
    void theOrderOfARecordsKeysSaysNothing() {
        Bead last =
                BeadJson.read(
                        """
                        {"closed_at":"2026-05-01T10:00:09+00:00","status":"closed","dependencies":[{"created_at":"2026-05-01T10:00:01-08:00","issue_id":"bd-1","type":"tracks","depends_on_id":"bd-2"},{"issue_id":"bd-3","depends_on_id":"bd-4"}],"updated_at":"2026-05-01T10:00:00Z","title":"t","id":"bd-1"}\
                        """);
        Bead first =
                BeadJson.read(
                        """
                        {"id":"bd-1","title":"t","status":"closed","updated_at":"2026-05-01T10:00:00Z","closed_at":"2026-05-01T10:00:09+00:00","dependencies":[{"issue_id":"bd-1","depends_on_id":"bd-2","type":"tracks","created_at":"2026-05-01T10:00:01-08:00"},{"issue_id":"bd-3","depends_on_id":"bd-4"}]}\
                        """);
        assertThat(last).isEqualTo(first);
        assertThat(last.createdAt()).isEqualTo(last.updatedAt());
        assertThat(last.closed()).contains(Instant.parse("2026-05-01T10:00:09Z"));
        assertThat(last.dependencies().get(0).rest()).isEmpty();
        assertThat(last.dependencies().get(1).rest()).containsOnlyKeys("issue_id");
        assertThat(BeadJson.write(last)).contains("\"closed_at\":\"2026-05-01T10:00:09+00:00\"");
    }

    @Test
    void nullIsWhatIsNotThere() {
        Bead bead =
                BeadJson.read(
                        """
                        {"id":"bd-1","title":"t","status":null,"priority":null,"issue_type":null,"assignee":null,"created_at":null,"closed_at":null,"pinned":null,"labels":null,"dependencies":null,"comments":null,"metadata":null}\
                        """);
        assertThat(BeadJson.write(bead))
                .isEqualTo(
                        """
                        {"id":"bd-1","title":"t","status":"open","priority":0,"issue_type":"task","created_at":"1970-01-01T00:00:00Z","updated_at":"1970-01-01T00:00:00Z","closed_at":null}\
                        """);
    }

    @Test
    void aFreshBeadIsTheShortestRecord() {
        Bead bead =
                Bead.fresh(
                        new BeadId("sh-1"),
                        Bead.TASK,
                        "Title",
                        Actor.MAYOR,
                        Instant.parse("2026-05-01T10:00:00Z"));
        String line = BeadJson.write(bead);
        assertThat(line)
                .isEqualTo(
                        """
                        {"id":"sh-1","title":"Title","status":"open","priority":2,"issue_type":"task","created_at":"2026-05-01T10:00:00Z","created_by":"mayor","updated_at":"2026-05-01T10:00:00Z"}\
                        """);
        assertThat(BeadJson.read(line)).isEqualTo(bead);
    }

    @Test
    void oldFormsAreUnderstood() {
        Bead bead =
                BeadJson.read(
                        """
                        {"id": "bd-1", "title": "old", "description": "", "wisp": true,
                         "created_at": "2025-10-17T13:47:42.9642-07:00",
                         "updated_at": "2025-10-20T16:02:06.04626-07:00", "status": "closed"}\
                        """);
        assertThat(bead.ephemeral()).isTrue();
        assertThat(bead.priority()).isZero();
        assertThat(bead.type()).isEqualTo("task");
        assertThat(bead.closed()).contains(Instant.parse("2025-10-20T23:02:07.04626Z"));
        assertThat(BeadJson.write(bead))
                .contains("\"created_at\":\"2025-10-17T13:47:42.9642-07:00\"");
    }

    @Test
    void aClosingTimeOnAnOpenBeadIsKeptButDoesNotCloseIt() {
        String line =
                """
                {"id":"bd-1","title":"t","status":"hooked","priority":1,"issue_type":"task","created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-01T10:00:00Z","closed_at":"2026-05-01T10:00:09Z"}\
                """;
        Bead bead = BeadJson.read(line);
        assertThat(bead.closed()).isEmpty();
        assertThat(BeadJson.write(bead)).isEqualTo(line);
        Instant at = Instant.parse("2026-07-01T00:00:00Z");
        assertThat(BeadJson.write(bead.closed("Done", at)))
                .contains("\"closed_at\":\"2026-07-01T00:00:00Z\"")
                .doesNotContain("10:00:09Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<<<<<<< HEAD",
                "[]",
                "{\"id\":\"\",\"title\":\"t\"}",
                "{\"id\":\"sh-1\",\"title\":7}",
                "{\"id\":\"sh-1\",\"title\":\"\"}",
                "{\"id\":\"sh-1\",\"title\":\"t\",\"priority\":9}",
                "{\"id\":\"sh-1\",\"title\":\"t\",\"priority\":\"high\"}",
                "{\"id\":\"sh-1\",\"title\":\"t\",\"created_at\":\"yesterday\"}",
                "{\"id\":\"sh-1\",\"title\":\"t\",\"labels\":\"a\"}",
                "{\"id\":\"sh-1\",\"title\":\"t\",\"dependencies\":[{}]}",
                "{\"id\":\"sh-1\",\"title\":\"t\",\"dependencies\":[7]}"
            })
    void aBrokenRecordIsRefusedWithItsReason(String line) {
        assertThatThrownBy(() -> BeadJson.read(line))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT));
    }

    @Test
    void realRecordsKeepEveryFact() {
        int byteForByte = 0;
        for (String line : SharedData.lines("beads/gastown-2026-01-03.jsonl")) {
            String written = keepsEveryFact(line);
            boolean olderOrder =
                    ((ObjectNode) Json.parse(line))
                            .properties().stream()
                                    .map(Map.Entry::getKey)
                                    .filter(List.of("created_by", "updated_at")::contains)
                                    .toList()
                                    .equals(List.of("updated_at", "created_by"));
            if (!olderOrder) {
                assertThat(written).isEqualTo(line);
                byteForByte++;
            }
        }
        assertThat(byteForByte).isEqualTo(4430);
    }

    @Test
    void olderRealRecordsKeepEveryFactAndBrokenLinesAreRefused() {
        int broken = 0;
        for (String line : SharedData.lines("beads/beads-2025-11-20-content-hash-era.jsonl")) {
            if (isJson(line)) {
                keepsEveryFact(line);
            } else {
                assertThatThrownBy(() -> BeadJson.read(line)).isInstanceOf(TownException.class);
                broken++;
            }
        }
        assertThat(broken).isEqualTo(2);
    }

    private static String keepsEveryFact(String line) {
        Bead bead = BeadJson.read(line);
        String written = BeadJson.write(bead);
        assertThat(BeadJson.read(written)).isEqualTo(bead);
        assertThat(facts(written)).isEqualTo(facts(line));
        return written;
    }

    private static boolean isJson(String line) {
        try {
            return Json.parse(line).isObject();
        } catch (TownException e) {
            return false;
        }
    }

    /// The record without what says nothing: empty texts, and the priority that absence means.
    private static ObjectNode facts(String line) {
        ObjectNode record = (ObjectNode) Json.parse(line);
        record.properties().removeIf(entry -> entry.getValue().asText("x").isEmpty());
        if (!record.has("priority")) {
            record.put("priority", 0);
        }
        return record;
    }
}
