/// Errors a person can act on, and the checks that raise them.
@NullMarked
package dev.townhall.core.foundation.check;

import org.jspecify.annotations.NullMarked;
