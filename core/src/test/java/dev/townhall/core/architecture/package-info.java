/// Rules of architecture that several modules check.
@NullMarked
package dev.townhall.core.architecture;

import org.jspecify.annotations.NullMarked;
