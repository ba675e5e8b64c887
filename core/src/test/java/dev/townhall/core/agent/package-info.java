@NullMarked
package dev.townhall.core.agent;

import org.jspecify.annotations.NullMarked;
