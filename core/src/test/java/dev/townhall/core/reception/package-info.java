@NullMarked
package dev.townhall.core.reception;

import org.jspecify.annotations.NullMarked;
