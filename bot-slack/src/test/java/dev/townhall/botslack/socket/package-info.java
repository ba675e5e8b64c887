@NullMarked
package dev.townhall.botslack.socket;

import org.jspecify.annotations.NullMarked;
