@org.jspecify.annotations.NullMarked
package dev.townhall.core.crew;
