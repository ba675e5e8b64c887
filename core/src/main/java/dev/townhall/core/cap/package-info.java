/// Caps on what models may cost: before a turn begins that would go past one, a person is asked.
@NullMarked
package dev.townhall.core.cap;

import org.jspecify.annotations.NullMarked;
