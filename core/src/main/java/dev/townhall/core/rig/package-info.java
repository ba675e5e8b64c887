/// Repositories the town works on, and their settings.
@NullMarked
package dev.townhall.core.rig;

import org.jspecify.annotations.NullMarked;
