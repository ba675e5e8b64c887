/// Nudges: "look again", said to an agent, with a receipt.
@NullMarked
package dev.townhall.core.nudge;

import org.jspecify.annotations.NullMarked;
