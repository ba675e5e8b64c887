package dev.townhall.core.cost;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.rig.Rig;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Books what turns cost, and says what was spent. Each thing spent on keeps its own sum, so that
/// a question costs one look-up however long the town has run.
public final class Costs {
    /// The bead type of a day's sum.
    public static final String DAY = "cost-day";

    private static final String DAY_PREFIX = "hq-cost-";
    private static final int DATE_CHARS = "2026-11-21".length();

    private Costs() {}

    /// One turn of one session. The caller books it in the transaction that records the turn's end,
    /// so it is booked once.
    ///
    /// @param reportedMicros what it cost as its agent says, in millionths of a US dollar: that comes
    ///     before any table
    /// @param model its names, as the agent gives them: many give one for programs and one for
    ///     people; empty when it does not say
    public record Turn(
            BeadId agentBead,
            Optional<BeadId> bead,
            Optional<BeadId> convoy,
            Optional<RigName> rig,
            List<String> model,
            Tokens tokens,
            OptionalLong reportedMicros) {
        /// One whose agent tells no money.
        public Turn(
                BeadId agentBead,
                Optional<BeadId> bead,
                Optional<BeadId> convoy,
                Optional<RigName> rig,
                List<String> model,
                Tokens tokens) {
            this(agentBead, bead, convoy, rig, model, tokens, OptionalLong.empty());
        }

        private Spend spend(Prices prices, long unmeasured) {
            long told = reportedMicros.isPresent() ? 1 : 0;
            Optional<Long> micros =
                    reportedMicros.isPresent()
                            ? Optional.of(reportedMicros.getAsLong())
                            : prices.of(model).map(price -> price.of(tokens));
            long unpriced = micros.isPresent() || unmeasured > 0 ? 0 : 1;
            return new Spend(1, tokens, micros.orElse(0L), unpriced, unmeasured, told);
        }
    }

    /// Books a turn on its bead, convoy, rig, agent and day.
    public static Spend charge(Transaction tx, Prices prices, Turn turn) {
        return charge(tx, turn, turn.spend(prices, 0));
    }

    /// Books a turn of which not all figures are known: it was cut off, or its agent tells none.
    ///
    /// @param turn with the tokens that are known of
    public static Spend chargeUnmeasured(Transaction tx, Prices prices, Turn turn) {
        return charge(tx, turn, turn.spend(prices, 1));
    }

    /// A turn of an agent begins. It counts as begun until one is booked for the agent.
    public static void begin(Transaction tx, BeadId agentBead, OpenTurn turn) {
        tx.update(OpenTurn.ASPECT.set(tx.get(agentBead), turn));
    }

    /// The turn of an agent that began and is not booked.
    public static Optional<OpenTurn> open(LedgerView view, BeadId agentBead) {
        return view.find(agentBead).flatMap(OpenTurn.ASPECT::of).filter(turn -> !turn.over());
    }

    private static Spend charge(Transaction tx, Turn turn, Spend spend) {
        open(tx, turn.agentBead())
                .ifPresent(open ->
                        tx.update(OpenTurn.ASPECT.set(tx.get(turn.agentBead()), open.booked())));
        for (BeadId id : spentOn(turn)) {
            add(tx, tx.get(id), spend);
        }
        for (BeadId day : days(turn.rig(), tx.now())) {
            add(tx, day(tx, day), spend);
        }
        return spend;
    }

    public static Spend of(LedgerView view, BeadId id) {
        return view.find(id).flatMap(Spend.ASPECT::of).orElse(Spend.NONE);
    }

    /// What the whole town spent on the day `at` is in (UTC).
    public static Spend onDay(LedgerView view, Instant at) {
        return of(view, dayBead(Optional.empty(), at));
    }

    /// What one rig spent on the day `at` is in (UTC).
    public static Spend onDay(LedgerView view, RigName rig, Instant at) {
        return of(view, dayBead(Optional.of(rig), at));
    }

    /// The bead of a day's sum (UTC): the whole town's, or one rig's.
    public static BeadId dayBead(Optional<RigName> rig, Instant at) {
        LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
        return new BeadId(DAY_PREFIX + rig.map(name -> name + "-").orElse("") + day);
    }

    /// The rig whose day's sum is kept on `day`; empty for the town's.
    public static Optional<RigName> rigOfDay(BeadId day) {
        String rest = day.text().substring(DAY_PREFIX.length());
        return rest.length() <= DATE_CHARS
                ? Optional.empty()
                : Optional.of(new RigName(rest.substring(0, rest.length() - DATE_CHARS - 1)));
    }

    /// The bead of a day's sum, made if there is none yet.
    public static Bead day(Transaction tx, BeadId day) {
        return tx.find(day).orElseGet(() -> newDay(tx, day));
    }

    private static Set<BeadId> spentOn(Turn turn) {
        Set<BeadId> ids = new LinkedHashSet<>();
        ids.add(turn.agentBead());
        turn.bead().ifPresent(ids::add);
        turn.convoy().ifPresent(ids::add);
        turn.rig().map(Rig::beadId).ifPresent(ids::add);
        return ids;
    }

    private static List<BeadId> days(Optional<RigName> rig, Instant at) {
        BeadId town = dayBead(Optional.empty(), at);
        return rig.isEmpty() ? List.of(town) : List.of(town, dayBead(rig, at));
    }

    private static Bead newDay(Transaction tx, BeadId id) {
        return tx.create(Bead.fresh(id, DAY, "Spent, " + id, tx.actor(), tx.now()));
    }

    private static void add(Transaction tx, Bead bead, Spend spend) {
        Spend before = Spend.ASPECT.of(bead).orElse(Spend.NONE);
        tx.update(Spend.ASPECT.set(bead, before.plus(spend)));
    }
}
