package dev.townhall.core.cap;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The caps as the town's settings name them, kept where the town's rules can read them: on the bead
/// `hq-caps`, written at every start.
///
/// @param convoy what one convoy may cost in all
/// @param rig what each rig may spend a day
/// @param day what the whole town may spend a day
/// @param rigs what a rig may spend a day, where it is not `rig`
public record CapSettings(
        Optional<Amount> convoy,
        Optional<Amount> rig,
        Optional<Amount> day,
        Map<RigName, Amount> rigs) {
    public static final CapSettings NONE =
            new CapSettings(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    private static final BeadId ID = new BeadId("hq-caps");
    private static final String TYPE = "settings";
    private static final Aspect<Stored> ASPECT = new Aspect<>("caps", Stored.class);

    public CapSettings {
        rigs = Collections.unmodifiableMap(new LinkedHashMap<>(rigs));
    }

    /// As the settings, with words for keys.
    private record Stored(
            Optional<Amount> convoy,
            Optional<Amount> rig,
            Optional<Amount> day,
            Map<String, Amount> rigs) {}

    public static CapSettings of(LedgerView view) {
        return view.find(ID).flatMap(ASPECT::of).map(CapSettings::read).orElse(NONE);
    }

    /// Keeps these settings from now on.
    public static void keep(Transaction tx, CapSettings settings) {
        if (of(tx).equals(settings)) {
            return;
        }
        Bead bead =
                tx.find(ID)
                        .orElseGet(() ->
                                tx.create(
                                        Bead.fresh(
                                                ID,
                                                TYPE,
                                                "What models may cost",
                                                tx.actor(),
                                                tx.now())));
        Map<String, Amount> named = new LinkedHashMap<>();
        settings.rigs.forEach((name, amount) -> named.put(name.text(), amount));
        tx.update(ASPECT.set(bead, new Stored(settings.convoy, settings.rig, settings.day, named)));
    }

    private static CapSettings read(Stored stored) {
        Map<RigName, Amount> rigs = new LinkedHashMap<>();
        stored.rigs().forEach((name, amount) -> rigs.put(new RigName(name), amount));
        return new CapSettings(stored.convoy(), stored.rig(), stored.day(), rigs);
    }

    /// The caps that a turn counts against, the narrowest first.
    List<Cap> over(Optional<BeadId> ofConvoy, Optional<RigName> ofRig, Instant at) {
        List<Cap> caps = new ArrayList<>();
        ofConvoy.flatMap(id -> convoy.map(amount -> Cap.ofConvoy(id, ofRig, amount)))
                .ifPresent(caps::add);
        ofRig.flatMap(name -> ofDay(name, at)).ifPresent(caps::add);
        day.map(amount -> Cap.ofTown(ofRig, day(at), Costs.dayBead(Optional.empty(), at), amount))
                .ifPresent(caps::add);
        return caps;
    }

    private Optional<Cap> ofDay(RigName name, Instant at) {
        return Optional.ofNullable(rigs.get(name))
                .or(() -> rig)
                .map(amount ->
                        Cap.ofRig(name, day(at), Costs.dayBead(Optional.of(name), at), amount));
    }

    private static String day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
}
