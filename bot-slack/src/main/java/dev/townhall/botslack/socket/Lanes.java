package dev.townhall.botslack.socket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.concurrent.InOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Several envelopes at a time, those of one channel in their order. Holds a bounded number; whoever
/// gives one more waits. Thread-safe.
final class Lanes {
    private static final int LANES = 16;
    private static final int WAITING_MAX = 512;

    private final List<InOrder<Runnable>> lanes = new ArrayList<>();
    private final Semaphore room = new Semaphore(WAITING_MAX);

    Lanes() {
        for (int i = 0; i < LANES; i++) {
            lanes.add(new InOrder<>("slack-socket-lane", this::run));
        }
    }

    void give(JsonNode envelope, Runnable work) {
        room.acquireUninterruptibly();
        lanes.get(Math.floorMod(channel(envelope.path("payload")).hashCode(), LANES)).accept(work);
    }

    private void run(Runnable work) {
        try {
            work.run();
        } finally {
            room.release();
        }
    }

    /// What an envelope is about: its channel, else its person.
    private static String channel(JsonNode payload) {
        for (String path :
                List.of(
                        "/event/channel",
                        "/channel/id",
                        "/channel_id",
                        "/container/channel_id",
                        "/user/id",
                        "/event/user")) {
            JsonNode at = payload.at(path);
            if (at.isTextual()) {
                return at.textValue();
            }
        }
        return "";
    }
}
