package dev.townhall.core.talk;

import dev.townhall.core.bead.Actor;
import java.time.Instant;

/// What a person said to an agent.
///
/// @param post the key of the post it was heard in
/// @param text at most [Talks#TEXT_CHARS_MAX] characters of it
public record Message(String post, Actor by, String text, Instant at) {}
