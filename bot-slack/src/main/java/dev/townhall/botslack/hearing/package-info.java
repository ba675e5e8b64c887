/// What was said on Slack, in the town's own words and places.
@NullMarked
package dev.townhall.botslack.hearing;

import org.jspecify.annotations.NullMarked;
