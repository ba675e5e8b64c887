/// What the web town hall shows: from the ledger to views, and from views to HTML.
@NullMarked
package dev.townhall.server.page;

import org.jspecify.annotations.NullMarked;
