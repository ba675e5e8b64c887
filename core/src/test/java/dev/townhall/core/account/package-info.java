@NullMarked
package dev.townhall.core.account;

import org.jspecify.annotations.NullMarked;
