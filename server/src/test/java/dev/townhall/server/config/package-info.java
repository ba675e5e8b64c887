/// Tests of the package of the same name.
@NullMarked
package dev.townhall.server.config;

import org.jspecify.annotations.NullMarked;
