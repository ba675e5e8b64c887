@NullMarked
package dev.townhall.formulas.preset;

import org.jspecify.annotations.NullMarked;
