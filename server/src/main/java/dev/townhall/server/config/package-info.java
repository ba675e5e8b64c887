/// The town's settings, read from `town.toml`.
@NullMarked
package dev.townhall.server.config;

import org.jspecify.annotations.NullMarked;
