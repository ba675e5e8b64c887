/// The verbs of `gt`: one implementation, for the command line of a running town and for what runs
/// without one.
@NullMarked
package dev.townhall.server.command;

import org.jspecify.annotations.NullMarked;
