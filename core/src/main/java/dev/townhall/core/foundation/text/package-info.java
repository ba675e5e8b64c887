/// Small tools for text that people and agents wrote.
@NullMarked
package dev.townhall.core.foundation.text;

import org.jspecify.annotations.NullMarked;
