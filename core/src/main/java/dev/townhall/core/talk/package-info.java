/// What people said to an agent they talk with, until it is answered; kept by conversation.
@NullMarked
package dev.townhall.core.talk;

import org.jspecify.annotations.NullMarked;
