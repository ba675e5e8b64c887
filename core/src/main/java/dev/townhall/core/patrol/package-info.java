/// What is wrong in the town right now: found by rule, told once an episode.
@NullMarked
package dev.townhall.core.patrol;

import org.jspecify.annotations.NullMarked;
