/// When a call to Slack may go: one budget for the whole workspace.
@NullMarked
package dev.townhall.botslack.pace;

import org.jspecify.annotations.NullMarked;
