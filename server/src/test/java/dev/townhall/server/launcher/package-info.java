/// Tests of the `gt` script as a process, in checkouts and with JDKs made for them.
@NullMarked
package dev.townhall.server.launcher;

import org.jspecify.annotations.NullMarked;
