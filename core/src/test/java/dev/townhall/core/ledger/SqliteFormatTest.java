package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqliteFormatTest {
    @Test
    void urgenciesKeepTheNumbersThatOlderLedgersHold() {
        List<Integer> ranks = Arrays.stream(Post.Urgency.values()).map(SqliteFormat::rank).toList();

        assertThat(ranks).containsExactly(0, 1, 2);
        assertThat(SqliteFormat.rank(Post.Urgency.DECISION)).isEqualTo(0);
        assertThat(SqliteFormat.rank(Post.Urgency.NEWS)).isEqualTo(1);
        assertThat(SqliteFormat.rank(Post.Urgency.STATUS)).isEqualTo(2);
    }
}
