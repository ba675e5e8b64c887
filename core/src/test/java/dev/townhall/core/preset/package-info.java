@NullMarked
package dev.townhall.core.preset;

import org.jspecify.annotations.NullMarked;
