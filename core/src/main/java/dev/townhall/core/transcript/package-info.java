/// What was said in sessions of agents, kept for people to read and search. No part of the town's
/// state: nothing is decided by it, and losing it loses no work.
@NullMarked
package dev.townhall.core.transcript;

import org.jspecify.annotations.NullMarked;
