/// The command line's wire: a Unix socket that carries arguments in, and text and an exit code out.
@NullMarked
package dev.townhall.server.cli;

import org.jspecify.annotations.NullMarked;
