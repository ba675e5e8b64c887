@NullMarked
package dev.townhall.botslack.pace;

import org.jspecify.annotations.NullMarked;
