package dev.townhall.core.simulation;

import dev.townhall.core.town.Adapters;

/// How a town is tied to its world: as it should be, or with a planted bug between.
@FunctionalInterface
interface Wiring {
    Wiring SOUND = adapters -> adapters;

    Adapters of(Adapters adapters);
}
