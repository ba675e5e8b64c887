/// The crew: named agents of a rig that people talk with.
@NullMarked
package dev.townhall.core.crew;

import org.jspecify.annotations.NullMarked;
