package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import java.util.List;

/// Everything of a database that a ledger keeps in memory.
///
/// @param commits how many groups of changes the database holds
record SqliteLoad(
        List<Bead> beads,
        List<NumberedEffect> openEffects,
        LedgerMemory.Numbers numbers,
        long commits) {

    private record Progress(LedgerMemory.Numbers numbers, long commits) {}

    /// Reads and checks all of it; DAMAGED names the first thing that is wrong.
    static SqliteLoad from(Sql sql) {
        List<Bead> beads = SqliteBeads.all(sql);
        List<NumberedEffect> effects =
                sql.list(
                        "select number, key, kind, payload, state, at from effect"
                                + " where state = 'INTENDED' order by number",
                        SqliteFormat::effect);
        Progress progress =
                sql.first(
                        "select event, post, change, effect, commits from progress",
                        row ->
                                new Progress(
                                        new LedgerMemory.Numbers(
                                                row.getLong(1),
                                                row.getLong(2),
                                                row.getLong(3),
                                                row.getLong(4)),
                                        row.getLong(5)));
        if (progress == null) {
            throw Sql.damaged(sql.file(), "the row of its last numbers is missing", null);
        }
        long lastEvent = sql.number("select max(seq) from event");
        if (lastEvent != progress.numbers().event()) {
            throw Sql.damaged(
                    sql.file(),
                    "its last event should be number %s and is %s"
                            .formatted(progress.numbers().event(), lastEvent),
                    null);
        }
        return new SqliteLoad(beads, effects, progress.numbers(), progress.commits());
    }

    LedgerMemory memory() {
        LedgerMemory memory = new LedgerMemory();
        fill(memory);
        return memory;
    }

    /// Fills the empty `memory`.
    void fill(LedgerMemory memory) {
        memory.beads.load(beads);
        openEffects.forEach(effect -> memory.setOpenEffect(effect.effect().key(), effect));
        memory.setNumbers(numbers);
    }
}
