/// Level-triggered reconcilers, their outcomes, and the engine that runs them.
@NullMarked
package dev.townhall.core.reconcile;

import org.jspecify.annotations.NullMarked;
