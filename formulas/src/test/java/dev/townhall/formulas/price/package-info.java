/// What models cost, as data.
@NullMarked
package dev.townhall.formulas.price;

import org.jspecify.annotations.NullMarked;
