/// What happened in the town, as a closed set of facts.
@NullMarked
package dev.townhall.core.event;

import org.jspecify.annotations.NullMarked;
