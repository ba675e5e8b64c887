/// What the work of models costs: tokens and money by bead, convoy, rig, agent, account and day.
@NullMarked
package dev.townhall.core.cost;

import org.jspecify.annotations.NullMarked;
