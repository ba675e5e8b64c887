package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// A program that writes to a ledger as fast as it can, and says after each write that it returned.
/// It is meant to be killed.
final class CrashingWriter {
    static final BeadId COUNT = new BeadId("sh-count");
    private static final Actor ADA = Actor.overseer("ada");
    private static final int HANDS = 12;

    private CrashingWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        SqliteLedger ledger =
                SqliteLedger.open(Path.of(arguments[0]), new SystemTime(), new SecureRandomness());
        ledger.write(
                ADA,
                tx ->
                        tx.find(COUNT)
                                .orElseGet(() ->
                                        tx.create(
                                                Bead.fresh(
                                                                COUNT,
                                                                Bead.TASK,
                                                                "how many",
                                                                ADA,
                                                                tx.now())
                                                        .withDescription("0"))));
        for (int hand = 0; hand < HANDS; hand++) {
            Thread.startVirtualThread(() -> {
                while (true) {
                    BeadId id = ledger.write(ADA, CrashingWriter::addOne);
                    synchronized (out) {
                        out.println(id);
                        out.flush();
                    }
                }
            });
        }
        Thread.currentThread().join();
    }

    /// A bead, the count, an event, a post with its delivery and an effect: all or none of them.
    private static BeadId addOne(Transaction tx) {
        Bead count = tx.get(COUNT);
        int number = Integer.parseInt(count.description()) + 1;
        tx.update(count.withDescription(Integer.toString(number)));
        BeadId id = new BeadId("sh-n" + number);
        tx.create(Bead.fresh(id, Bead.TASK, "number " + number, ADA, tx.now()));
        tx.emit(new EventDraft("number.added", id.text(), Json.object()));
        tx.post(
                new PostDraft(
                        "n:" + number,
                        "shop",
                        ADA,
                        Post.Direction.OUT,
                        Post.Urgency.NEWS,
                        Json.object().put("n", number),
                        List.of("web")));
        tx.intend("n:" + number, "number", Json.object());
        return id;
    }
}
