/// The web town hall, asked over HTTP and driven in a real browser.
@NullMarked
package dev.townhall.server.web;

import org.jspecify.annotations.NullMarked;
