@NullMarked
package dev.townhall.botslack.door;

import org.jspecify.annotations.NullMarked;
