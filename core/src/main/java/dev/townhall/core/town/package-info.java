/// The one graph: the town wired from a configuration and its adapters.
@NullMarked
package dev.townhall.core.town;

import org.jspecify.annotations.NullMarked;
