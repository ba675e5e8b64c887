/// A town of its own that shows the whole way from a plan in the chat to merged commits.
@NullMarked
package dev.townhall.server.demo;

import org.jspecify.annotations.NullMarked;
