/// Who works in the town: names, roles, identities and their histories.
@NullMarked
package dev.townhall.core.agent;

import org.jspecify.annotations.NullMarked;
