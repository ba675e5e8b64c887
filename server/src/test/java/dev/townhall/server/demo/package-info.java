/// Tests of the package of the same name.
@NullMarked
package dev.townhall.server.demo;

import org.jspecify.annotations.NullMarked;
