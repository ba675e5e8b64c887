package dev.townhall.core.simulation.chat;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.simulation.Trace;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.simulation.fault.Faults;
import dev.townhall.core.testing.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What people sent and the town has not acknowledged: networks try again until it is, so that a
/// message may come late or twice, but not never.
public final class Mailbag {
    private final VirtualTime time;
    private final Faults faults;
    private final Dice dice;
    private final Trace trace;
    private final Supplier<Optional<Reception>> town;
    private final Map<String, Inbound> unheard = new LinkedHashMap<>();
    private final List<Inbound> sent = new ArrayList<>();

    /// @param town its reception, while it is up
    public Mailbag(
            VirtualTime time,
            Faults faults,
            Dice dice,
            Trace trace,
            Supplier<Optional<Reception>> town) {
        this.time = time;
        this.faults = faults;
        this.dice = dice;
        this.trace = trace;
        this.town = town;
    }

    public void send(Inbound message) {
        unheard.put(message.messageId(), message);
        sent.add(message);
        Duration late =
                faults.strikes(Fault.MESSAGE_LATE)
                        ? Duration.ofMillis(dice.below(120_000))
                        : Duration.ofMillis(dice.chance(50) ? 0 : dice.below(50));
        time.after(late, () -> arrive(message));
        if (faults.strikes(Fault.MESSAGE_TWICE)) {
            time.after(Duration.ofMillis(dice.below(90_000)), () -> arrive(message));
        }
    }

    public boolean isEmpty() {
        return unheard.isEmpty();
    }

    /// Everything anybody ever sent.
    public List<Inbound> sent() {
        return sent;
    }

    private void arrive(Inbound message) {
        Optional<Reception> open = town.get();
        if (open.isEmpty() || faults.strikes(Fault.MESSAGE_LOST)) {
            again(message);
            return;
        }
        try {
            Reception.Reply reply = open.get().receive(message);
            trace.line("  heard " + message.messageId(), reply);
            unheard.remove(message.messageId());
        } catch (TownException e) {
            trace.line("  not heard " + message.messageId(), e.code());
            again(message);
        } catch (Error e) {
            again(message);
            throw e;
        }
    }

    private void again(Inbound message) {
        if (unheard.containsKey(message.messageId())) {
            time.after(Duration.ofSeconds(3), () -> arrive(message));
        }
    }
}
