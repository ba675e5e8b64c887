@NullMarked
package dev.townhall.core.reservation;

import org.jspecify.annotations.NullMarked;
