package dev.townhall.core.testing;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Plan;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.MemoryDisk;
import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// A ledger with one ready rig `shop` (prefix `sh`, two polecats, shell allowed), for tests of the
/// town's rules without an engine.
public final class SmallTown implements Time {
    public static final RigName SHOP = new RigName("shop");
    public static final Actor ADA = Actor.overseer("ada");

    private final Ledger ledger;
    private Duration elapsed = Duration.ofDays(20_000);
    private long draws;

    public SmallTown() {
        ledger = new MemoryLedger(new MemoryDisk(), this, this::bytes);
        write(tx -> Rigs.add(tx, shop(Rig.State.ADDING)));
        write(tx -> Rigs.cloned(tx, SHOP, "main", List.of()));
    }

    private static Rig shop(Rig.State state) {
        return new Rig(
                SHOP, "sh", "/srv/shop.git", "", List.of(), true, false, 2, state, "", List.of());
    }

    public Ledger ledger() {
        return ledger;
    }

    public void write(Consumer<Transaction> change) {
        writeAs(ADA, change);
    }

    public void writeAs(Actor actor, Consumer<Transaction> change) {
        ledger.write(
                actor,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }

    public <T> T change(Function<Transaction, T> change) {
        return ledger.write(ADA, change::apply);
    }

    public <T> T read(Function<LedgerView, T> reader) {
        return ledger.read(reader);
    }

    /// Stages a plan of single items; `after` of each is given by its numbers.
    public BeadId stage(Plan.Item... items) {
        return change(tx -> Convoys.stage(tx, SHOP, new Plan(List.of(items)), "the plan"));
    }

    /// An item with a command.
    public static Plan.Item item(int number, Integer... after) {
        return new Plan.Item(
                number,
                number,
                "item " + number,
                "```sh\ntouch " + number + "\n```\n",
                List.of(after),
                0,
                false,
                false,
                false);
    }

    public Bead bead(BeadId id) {
        return read(view -> view.get(id));
    }

    public Convoy convoy(BeadId id) {
        return read(view -> Convoys.get(view, id));
    }

    /// Everything that happened, in order.
    public List<TownEvent> events() {
        List<TownEvent> events = new ArrayList<>();
        ledger.events(1, 10_000).forEach(event -> events.add(Events.read(event)));
        return events;
    }

    public void pass(Duration duration) {
        elapsed = elapsed.plus(duration);
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plus(elapsed);
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) ++draws);
        return bytes;
    }
}
