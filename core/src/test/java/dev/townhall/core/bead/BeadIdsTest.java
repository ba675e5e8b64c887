package dev.townhall.core.bead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.testing.SharedData;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeadIdsTest {
    private static final Instant AT = Instant.parse("2024-01-02T03:04:05.006Z");

    @ParameterizedTest
    @CsvSource({
        "3,bd-vju",
        "4,bd-8d8e",
        "5,bd-bi3tk",
        "6,bd-8bi3tk",
        "7,bd-r5sr6bm",
        "8,bd-8r5sr6bm"
    })
    void aHashHasTheLengthAskedFor(int length, String id) {
        assertThat(
                        BeadIds.hashed("bd", "Fix login", "Details", "jira-import", AT, 0, length)
                                .text())
                .isEqualTo(id);
    }

    @Test
    void realIdsAreMadeOfTheirInputs() {
        List<String> vectors = SharedData.lines("beads/id-vectors.jsonl");
        int checked = 0;
        for (String line : vectors) {
            JsonNode vector = Json.parse(line);
            String id = vector.path("id").asText();
            String hash = id.substring(id.lastIndexOf('-') + 1);
            BeadId made =
                    BeadIds.hashed(
                            id.substring(0, id.lastIndexOf('-')),
                            vector.path("title").asText(),
                            vector.path("description").asText(),
                            vector.path("created_by").asText(),
                            OffsetDateTime.parse(vector.path("created_at").asText()).toInstant(),
                            vector.path("nonce").asInt(),
                            hash.length());
            assertThat(made.text()).isEqualTo(id);
            checked++;
        }
        assertThat(checked).isEqualTo(760);
    }

    @ParameterizedTest
    @CsvSource({
        "0,3",
        "163,3",
        "164,4",
        "983,4",
        "984,5",
        "5898,5",
        "5899,6",
        "35389,6",
        "35390,7",
        "212339,7",
        "212340,8",
        "100000000,8"
    })
    void idsGrowWithTheLedger(int count, int length) {
        assertThat(BeadIds.length(count)).isEqualTo(length);
    }

    @Test
    void aTakenIdMakesTheNextOneAndThenALongerOne() {
        Set<BeadId> taken = new TreeSet<>();
        for (int i = 0; i < 11; i++) {
            BeadId id = BeadIds.unused("sh", "t", "d", "ada", AT, 0, taken::contains).orElseThrow();
            assertThat(taken.add(id)).isTrue();
            assertThat(id.text()).hasSize(i < 10 ? 6 : 7);
        }
        assertThat(BeadIds.unused("sh", "t", "d", "ada", AT, 0, _ -> true)).isEmpty();
    }

    @Test
    void childrenNestThreeDeep() {
        BeadId parent = new BeadId("sh-a1");
        BeadId deep = BeadIds.child(BeadIds.child(BeadIds.child(parent, 1), 2), 3);
        assertThat(deep.text()).isEqualTo("sh-a1.1.2.3");
        assertThat(BeadIds.parent(deep)).contains(new BeadId("sh-a1.1.2"));
        assertThat(BeadIds.parent(parent)).isEmpty();
        assertThat(BeadIds.childNumber(deep)).hasValue(3);
        assertThat(BeadIds.childNumber(new BeadId("sh-a1.named"))).isEmpty();
        assertThat(BeadIds.childNumber(parent)).isEmpty();
        assertThatThrownBy(() -> BeadIds.child(deep, 1))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("nest at most 3 deep");
    }
}
