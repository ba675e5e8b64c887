/// What the pages show.
@NullMarked
package dev.townhall.server.page;

import org.jspecify.annotations.NullMarked;
