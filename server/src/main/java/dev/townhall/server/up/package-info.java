/// A town that is up: its folder, its adapters, and what holds them together.
@NullMarked
package dev.townhall.server.up;

import org.jspecify.annotations.NullMarked;
