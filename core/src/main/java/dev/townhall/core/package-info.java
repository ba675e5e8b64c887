/// The town: its vocabulary, its ledger and its engine, without any chat vendor, HTTP or main.
@NullMarked
package dev.townhall.core;

import org.jspecify.annotations.NullMarked;
