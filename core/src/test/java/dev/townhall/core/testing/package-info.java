/// Seeded generators and properties for tests.
@NullMarked
package dev.townhall.core.testing;

import org.jspecify.annotations.NullMarked;
