/// Agents that are run once per turn: their command lines and what they print.
@NullMarked
package dev.townhall.core.runtime.command;

import org.jspecify.annotations.NullMarked;
