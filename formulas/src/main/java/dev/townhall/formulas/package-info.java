/// Formulas: recipes of work, from TOML to protomolecules.
@NullMarked
package dev.townhall.formulas;

import org.jspecify.annotations.NullMarked;
