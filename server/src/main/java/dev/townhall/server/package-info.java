/// The process: main, configuration, HTTP, the web town hall and the command line.
@NullMarked
package dev.townhall.server;

import org.jspecify.annotations.NullMarked;
