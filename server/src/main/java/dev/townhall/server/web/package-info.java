/// The web town hall over HTTP: pages, messages, live changes, the JSON API, and who may come in.
@NullMarked
package dev.townhall.server.web;

import org.jspecify.annotations.NullMarked;
