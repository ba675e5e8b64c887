@NullMarked
package dev.townhall.botslack.hearing;

import org.jspecify.annotations.NullMarked;
