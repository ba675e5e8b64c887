@NullMarked
package dev.townhall.core.person;

import org.jspecify.annotations.NullMarked;
