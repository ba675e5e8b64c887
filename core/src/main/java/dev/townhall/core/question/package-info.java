/// What agents ask people, and what people answer.
@NullMarked
package dev.townhall.core.question;

import org.jspecify.annotations.NullMarked;
