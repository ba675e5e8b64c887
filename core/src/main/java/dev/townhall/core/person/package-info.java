/// The people of the town, their identities on each network, and what each may do where.
@NullMarked
package dev.townhall.core.person;

import org.jspecify.annotations.NullMarked;
