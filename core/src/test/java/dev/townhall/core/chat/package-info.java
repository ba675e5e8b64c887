@NullMarked
package dev.townhall.core.chat;

import org.jspecify.annotations.NullMarked;
