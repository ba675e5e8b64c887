/// Conversations, cards and the projection of events to posts.
@NullMarked
package dev.townhall.core.chat;

import org.jspecify.annotations.NullMarked;
