/// Slack behind the town's chat port; Slack types stop here.
@NullMarked
package dev.townhall.botslack;

import org.jspecify.annotations.NullMarked;
