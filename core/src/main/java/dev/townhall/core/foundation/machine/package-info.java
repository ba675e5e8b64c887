/// How busy the machine is.
@NullMarked
package dev.townhall.core.foundation.machine;

import org.jspecify.annotations.NullMarked;
