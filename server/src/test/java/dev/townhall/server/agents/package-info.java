@NullMarked
package dev.townhall.server.agents;

import org.jspecify.annotations.NullMarked;
