package dev.townhall.core.chat;

import dev.townhall.core.bead.Aspect;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The home channels of a rig: at most one on each network. Stored on the rig's bead.
///
/// @param byNetwork the home on each network (`slack` -> a channel)
public record Homes(Map<String, Home> byNetwork) {
    public static final Aspect<Homes> ASPECT = new Aspect<>("homes", Homes.class);

    static final Homes NONE = new Homes(Map.of());

    /// A channel of a network that is a rig's home. It never expires.
    ///
    /// @param place the network's own immutable name of it (`T012/C345`), empty where the rig has
    ///     none any more
    /// @param generation 1 for the first, one more with every change: what was heard under an older
    ///     one is told apart from what is said now
    public record Home(String place, long generation, Instant since) {}

    public Homes {
        byNetwork = new TreeMap<>(byNetwork);
    }

    Optional<Home> on(String network) {
        return Optional.ofNullable(byNetwork.get(network)).filter(home -> !home.place().isEmpty());
    }

    Homes with(String network, String place, Instant now) {
        Home was = byNetwork.get(network);
        Map<String, Home> homes = new TreeMap<>(byNetwork);
        homes.put(network, new Home(place, was == null ? 1 : was.generation() + 1, now));
        return new Homes(homes);
    }
}
