@NullMarked
package dev.townhall.botslack.blockkit;

import org.jspecify.annotations.NullMarked;
