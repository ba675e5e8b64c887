/// Where Slack comes in: proof that it is Slack, then what it says as values of our own.
@NullMarked
package dev.townhall.botslack.door;

import org.jspecify.annotations.NullMarked;
