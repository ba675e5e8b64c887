/// Cards of the town as Block Kit: what a message of Slack looks like, and the limits it must keep.
@NullMarked
package dev.townhall.botslack.blockkit;

import org.jspecify.annotations.NullMarked;
