@NullMarked
package dev.townhall.botslack.manifest;

import org.jspecify.annotations.NullMarked;
