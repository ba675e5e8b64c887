/// Child processes as a port: argument lists, capped output, deadline, whole tree ended.
@NullMarked
package dev.townhall.core.foundation.process;

import org.jspecify.annotations.NullMarked;
