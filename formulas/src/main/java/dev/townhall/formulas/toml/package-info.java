/// Reading TOML so that every mistake names its line and key.
@NullMarked
package dev.townhall.formulas.toml;

import org.jspecify.annotations.NullMarked;
