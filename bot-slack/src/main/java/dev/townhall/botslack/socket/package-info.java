/// Socket Mode: Slack's events over a connection that the town opens itself.
@NullMarked
package dev.townhall.botslack.socket;

import org.jspecify.annotations.NullMarked;
