@NullMarked
package dev.townhall.core.runtime.command;

import org.jspecify.annotations.NullMarked;
