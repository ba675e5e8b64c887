/// Coding agents as data: how to start one, what it needs, what is peculiar about it.
@NullMarked
package dev.townhall.core.preset;

import org.jspecify.annotations.NullMarked;
