/// What Slack is to know of the app: the text that a person pastes to make it.
@NullMarked
package dev.townhall.botslack.manifest;

import org.jspecify.annotations.NullMarked;
