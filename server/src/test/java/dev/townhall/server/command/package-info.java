/// Tests of the package of the same name.
@NullMarked
package dev.townhall.server.command;

import org.jspecify.annotations.NullMarked;
