/// What an inbound message means, and who may do what.
@NullMarked
package dev.townhall.core.reception;

import org.jspecify.annotations.NullMarked;
