/// What agents can call: the tools, who may use them, and what each may reach.
@NullMarked
package dev.townhall.core.tool;

import org.jspecify.annotations.NullMarked;
