package dev.townhall.core.transcript;

import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.runtime.SessionUpdate;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes entries as they become whole: the pieces of what an agent says are joined until it does
/// something else, so that no secret hides between two of them. Secrets and hidden characters are
/// taken out before anything is written.
final class FolderScribe implements Scribe {
    private static final Logger LOG = LoggerFactory.getLogger(FolderScribe.class);

    /// What is said in one go is written in parts of this size, at the end of a line where there is one.
    private static final int JOINED_CHARS_MAX = 16 * 1024;

    private static final int TEXT_CHARS_MAX = 32 * 1024;
    private static final int INPUT_CHARS_MAX = 4_000;
    private static final int OPEN_CALLS_MAX = 1_000;

    private final Pages pages;
    private final Time time;
    private final Named named;
    private final StringBuilder joined = new StringBuilder();
    private final Map<String, SessionUpdate.ToolCall> open = new LinkedHashMap<>();
    private Entry.Kind saying = Entry.Kind.AGENT;
    private Instant since = Instant.EPOCH;
    private boolean broken;

    /// Keeps what an agent calls its session.
    interface Named {
        void as(String nativeId) throws IOException;
    }

    FolderScribe(Pages pages, Time time, Named named) {
        this.pages = pages;
        this.time = time;
        this.named = named;
    }

    @Override
    public synchronized void told(String text) {
        flush();
        write(Entry.Kind.TOWN, text, time.now());
    }

    @Override
    public synchronized void heard(SessionUpdate update) {
        switch (update) {
            case SessionUpdate.Text text -> join(Entry.Kind.AGENT, text.chunk());
            case SessionUpdate.Thought thought -> join(Entry.Kind.THOUGHT, thought.chunk());
            case SessionUpdate.ToolCall call -> called(call);
            case SessionUpdate.PermissionRequested asked ->
                    now(Entry.Kind.ASKED, asked.tool() + "\n" + asked.arguments());
            case SessionUpdate.PermissionClosed closed ->
                    now(Entry.Kind.ASKED, closed.how() + " " + closed.detail());
            case SessionUpdate.Asked asked ->
                    now(Entry.Kind.ASKED, String.valueOf(asked.question()));
            case SessionUpdate.TurnEnded turn -> {
                unfinished();
                String error = turn.error().map(it -> ": " + it.message()).orElse("");
                now(Entry.Kind.END, "The turn ended (%s)%s".formatted(turn.reason(), error));
            }
            case SessionUpdate.Ended over -> {
                unfinished();
                now(
                        Entry.Kind.END,
                        "The session ended (%s). %s".formatted(over.cause(), over.detail()));
            }
            case SessionUpdate.Finding odd -> now(Entry.Kind.END, odd.kind() + ": " + odd.detail());
            case SessionUpdate.Started up -> up.nativeId().ifPresent(this::name);
            case SessionUpdate.PlanChanged _,
                    SessionUpdate.QuestionClosed _,
                    SessionUpdate.Settings _,
                    SessionUpdate.Usage _,
                    SessionUpdate.Context _ -> {
                // Nothing is said or done by it.
            }
        }
    }

    private void name(String nativeId) {
        try {
            named.as(nativeId);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("error", e.toString())
                    .log("a past session cannot be asked by its own memory");
        }
    }

    private void join(Entry.Kind kind, String chunk) {
        if (kind != saying) {
            flush();
            saying = kind;
        }
        if (joined.isEmpty()) {
            since = time.now();
        }
        joined.append(chunk);
        while (joined.length() > JOINED_CHARS_MAX) {
            int line = joined.lastIndexOf("\n", JOINED_CHARS_MAX) + 1;
            int end = line > 0 ? line : JOINED_CHARS_MAX;
            write(saying, joined.substring(0, end), since);
            joined.delete(0, end);
        }
    }

    /// A call is told again and again while it goes on: it is written when it is over.
    private void called(SessionUpdate.ToolCall call) {
        flush();
        if (List.of("completed", "failed", "unfinished").contains(call.status())) {
            open.remove(call.callId());
            write(Entry.Kind.TOOL, told(call), time.now());
        } else if (open.size() < OPEN_CALLS_MAX) {
            open.put(call.callId(), call);
        }
    }

    private void unfinished() {
        open.values().forEach(call -> write(Entry.Kind.TOOL, told(call), time.now()));
        open.clear();
    }

    private static String told(SessionUpdate.ToolCall call) {
        StringBuilder text =
                new StringBuilder(
                        "%s (%s, %s)".formatted(call.title(), call.kind(), call.status()));
        part(text, "on", String.join(" ", call.locations()));
        part(text, "given", call.input());
        for (SessionUpdate.FileChange change : call.changes()) {
            part(text, "writes " + change.path(), change.after());
        }
        part(text, "answered", call.output());
        return text.toString();
    }

    private static void part(StringBuilder text, String name, String value) {
        if (!value.isBlank()) {
            text.append('\n')
                    .append(name)
                    .append(": ")
                    .append(Sanitizer.shortened(value.strip(), INPUT_CHARS_MAX));
        }
    }

    private void now(Entry.Kind kind, String text) {
        flush();
        write(kind, text, time.now());
    }

    private void flush() {
        if (!joined.isEmpty()) {
            write(saying, joined.toString(), since);
            joined.setLength(0);
        }
    }

    private void write(Entry.Kind kind, String text, Instant at) {
        if (broken || text.isBlank()) {
            return;
        }
        try {
            pages.write(new Entry(at, kind, Sanitizer.shortened(text.strip(), TEXT_CHARS_MAX)));
        } catch (IOException e) {
            broken = true;
            LOG.atWarn().addKeyValue("error", e.toString()).log("a transcript is kept no more");
        }
    }
}
