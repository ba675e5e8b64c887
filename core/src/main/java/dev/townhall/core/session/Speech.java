package dev.townhall.core.session;

import dev.townhall.core.runtime.SessionUpdate;

/// What an agent says in a turn, as it comes. Thread-safe: it is spoken on the runtime's threads and
/// read by the reconciler.
final class Speech {
    static final int CHARS_MAX = 32_000;

    private final Runnable wake;
    private final StringBuilder text = new StringBuilder();
    private boolean apart;
    private boolean news;

    /// @param wake called when there is something new, once until it is read
    Speech(Runnable wake) {
        this.wake = wake;
    }

    /// A new turn begins.
    synchronized void begin() {
        text.setLength(0);
        apart = false;
        news = false;
    }

    void update(SessionUpdate update) {
        boolean first = false;
        synchronized (this) {
            if (update instanceof SessionUpdate.Text(String chunk)) {
                say(chunk);
                first = !news;
                news = true;
            } else if (update instanceof SessionUpdate.ToolCall) {
                apart = !text.isEmpty();
            }
        }
        if (first) {
            wake.run();
        }
    }

    /// What is said before and after a tool's call are two paragraphs.
    private void say(String chunk) {
        if (apart && !chunk.isBlank()) {
            text.append("\n\n");
            apart = false;
        }
        int room = CHARS_MAX - text.length();
        text.append(chunk, 0, Math.min(room, chunk.length()));
    }

    synchronized boolean hasNews() {
        return news;
    }

    /// What was said so far, but for the word that may not be whole yet: a half key is not known as
    /// one.
    synchronized String soFar() {
        news = false;
        int end = text.length();
        while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).strip();
    }

    synchronized String all() {
        return text.toString().strip();
    }
}
