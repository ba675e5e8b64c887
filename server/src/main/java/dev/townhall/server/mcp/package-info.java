/// The agents' door: the town's tools over the Model Context Protocol.
@NullMarked
package dev.townhall.server.mcp;

import org.jspecify.annotations.NullMarked;
