/// The one JSON mapper and its canonical text.
@NullMarked
package dev.townhall.core.foundation.json;

import org.jspecify.annotations.NullMarked;
