@NullMarked
package dev.townhall.formulas.prompt;

import org.jspecify.annotations.NullMarked;
