/// How an agent's session is started, driven and ended, whatever the agent is.
@NullMarked
package dev.townhall.core.runtime;

import org.jspecify.annotations.NullMarked;
