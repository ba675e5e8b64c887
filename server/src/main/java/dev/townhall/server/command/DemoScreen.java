package dev.townhall.server.command;

import dev.townhall.core.foundation.text.Counted;
import dev.townhall.server.config.Spans;
import dev.townhall.server.demo.DemoResult;
import dev.townhall.server.demo.DemoView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The demo on a terminal: the thread as it grows over a progress bar, then what came of it. As
/// JSON: one object at the end, with the thread in it.
final class DemoScreen implements DemoView {
    private static final int LINES_SHOWN_MAX = 30;
    private static final int TYPED_SHOWN_MAX = 6;

    private final Screen screen;
    private final boolean json;
    private final List<Seen> thread = new ArrayList<>();

    DemoScreen(Screen screen, boolean json) {
        this.screen = screen;
        this.json = json;
    }

    @Override
    public void note(String text) {
        if (!json) {
            screen.painted(screen.paint(Screen.Colour.DIM, text));
        }
    }

    @Override
    public void post(Seen post) {
        thread.add(post);
        if (json) {
            return;
        }
        screen.painted(
                screen.paint(Screen.Colour.DIM, Words.clock(post.at()) + " ")
                        + screen.paint(Screen.Colour.CYAN, post.author())
                        + screen.paint(Screen.Colour.DIM, "  " + post.conversation()));
        List<String> lines = post.text().lines().toList();
        int most = post.author().startsWith("overseer/") ? TYPED_SHOWN_MAX : LINES_SHOWN_MAX;
        lines.stream().limit(most).forEach(line -> screen.line("  " + line));
        if (lines.size() > most) {
            note("  … and " + (lines.size() - most) + " more lines");
        }
    }

    @Override
    public void progress(int done, int total, String what) {
        if (!json) {
            screen.progress(done, total, what);
        }
    }

    @Override
    public void finished(DemoResult result) {
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("result", result);
            answer.put("thread", thread);
            screen.json(answer);
            return;
        }
        screen.line();
        outcome(result);
        for (DemoResult.Rework rework : result.rework()) {
            screen.line(
                    "Sent back: %s (%s), try %s"
                            .formatted(
                                    rework.bead(),
                                    rework.cause().replace('_', ' '),
                                    rework.attempt()));
        }
        result.approvals().forEach(id -> screen.line("Approved: " + id));
        screen.line();
        commits(result);
        screen.line();
        screen.line("The page:  " + result.url() + " (while the demo runs: --serve)");
        screen.line("The clone: git --git-dir=" + result.remote() + " log " + result.branch());
        screen.line(
                "The town:  gt --town "
                        + result.town()
                        + " up --detach (the newest demos are kept)");
    }

    private void outcome(DemoResult result) {
        if (result.landed()) {
            screen.painted(
                    screen.paint(
                            Screen.Colour.GREEN,
                            "Landed: %s in %s, %s of work after %s of setting up."
                                    .formatted(
                                            Counted.of(result.beads(), "bead"),
                                            Counted.of(result.waves(), "wave"),
                                            Spans.text(result.work()),
                                            Spans.text(result.setUp()))));
        } else {
            screen.painted(
                    screen.paint(
                            Screen.Colour.RED, "The convoy did not land: " + result.problem()));
        }
    }

    private void commits(DemoResult result) {
        screen.table(
                List.of("COMMIT", "AUTHOR", "BEAD", "TOOK", "TITLE"),
                result.commits().stream()
                        .map(commit ->
                                List.of(
                                        Words.commit(commit.hash()),
                                        commit.author(),
                                        commit.bead(),
                                        Spans.text(commit.took()),
                                        commit.title()))
                        .toList());
    }
}
