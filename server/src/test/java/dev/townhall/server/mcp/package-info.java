@org.jspecify.annotations.NullMarked
package dev.townhall.server.mcp;
