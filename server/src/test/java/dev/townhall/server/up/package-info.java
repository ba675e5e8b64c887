/// Tests of the package of the same name.
@NullMarked
package dev.townhall.server.up;

import org.jspecify.annotations.NullMarked;
