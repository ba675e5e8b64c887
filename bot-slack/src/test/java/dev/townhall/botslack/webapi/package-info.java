@NullMarked
package dev.townhall.botslack.webapi;

import org.jspecify.annotations.NullMarked;
