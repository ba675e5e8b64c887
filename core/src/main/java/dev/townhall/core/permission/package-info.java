/// What an agent may do without asking: rules first, then a person.
@NullMarked
package dev.townhall.core.permission;

import org.jspecify.annotations.NullMarked;
