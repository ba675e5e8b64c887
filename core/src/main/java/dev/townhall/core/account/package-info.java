/// Who pays for an agent's sessions, and which of them rests until when.
@NullMarked
package dev.townhall.core.account;

import org.jspecify.annotations.NullMarked;
