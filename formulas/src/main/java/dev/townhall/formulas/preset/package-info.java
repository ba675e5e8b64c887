/// The presets of coding agents: shipped TOML, and what a town says besides.
@NullMarked
package dev.townhall.formulas.preset;

import org.jspecify.annotations.NullMarked;
