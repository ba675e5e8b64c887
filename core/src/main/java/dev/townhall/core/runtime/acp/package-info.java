/// Agents that speak the Agent Client Protocol, each a child process of its own.
@NullMarked
package dev.townhall.core.runtime.acp;

import org.jspecify.annotations.NullMarked;
