/// Which files agents say they are about to change.
@NullMarked
package dev.townhall.core.reservation;

import org.jspecify.annotations.NullMarked;
