package dev.townhall.botslack;

import dev.townhall.core.foundation.check.Check;

/// What Slack calls a message: its channel and its time in it. Stored as `C1/1605835904.008100`.
record RemoteId(String channel, String ts) {
    static RemoteId parse(String text) {
        int slash = text.indexOf('/');
        Check.that(
                slash > 0 && slash < text.length() - 1,
                "A message of Slack is <channel>/<ts>; found '%s'.",
                text);
        return new RemoteId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return channel + "/" + ts;
    }
}
