@NullMarked
package dev.townhall.botslack;

import org.jspecify.annotations.NullMarked;
