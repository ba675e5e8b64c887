/// What each role is told: shipped texts, and the directives of a town's folder.
@NullMarked
package dev.townhall.formulas.prompt;

import org.jspecify.annotations.NullMarked;
