package dev.townhall.server.command;

import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.text.Hidden;
import java.io.PrintStream;
import java.util.List;

/// What a command writes to: plain text, tables, JSON lines, and a progress bar where there is a
/// terminal. Whatever it prints is freed of hidden characters first: text of people and agents
/// cannot steer a terminal. Used by one thread.
public final class Screen {
    private static final String ERASE = "\r\u001b[K";
    private static final int BAR_CELLS = 24;

    private final PrintStream out;
    private final int width;
    private final boolean terminal;
    private final boolean colours;
    private boolean barShown;
    private boolean begun;

    public Screen(PrintStream out, int width, boolean terminal, boolean colours) {
        this.out = out;
        this.width = Math.max(40, width);
        this.terminal = terminal;
        this.colours = colours;
    }

    public int width() {
        return width;
    }

    public boolean isTerminal() {
        return terminal;
    }

    /// One line, or several parted by line feeds.
    public void line(String text) {
        eraseBar();
        out.println(Hidden.strippedFrom(text));
        out.flush();
        begun = true;
    }

    public void line() {
        line("");
    }

    /// An empty line between two parts; nothing before the first.
    public void gap() {
        if (begun) {
            line();
        }
    }

    /// A line already [#paint]ed; the caller made sure of its parts.
    public void painted(String text) {
        eraseBar();
        out.println(text);
        out.flush();
        begun = true;
    }

    public void json(Object value) {
        eraseBar();
        out.println(Json.text(value));
        out.flush();
    }

    /// `text`, clean, in a colour where colours are wanted.
    public String paint(Colour colour, String text) {
        String clean = Hidden.strippedFrom(text);
        return colours && colour != Colour.PLAIN
                ? "\u001b[" + colour.code() + "m" + clean + "\u001b[0m"
                : clean;
    }

    public void heading(String text) {
        painted(paint(Colour.BOLD, text));
    }

    /// Rows under headings; the last column is cut to the width of a terminal.
    public void table(List<String> headings, List<List<String>> rows) {
        Table.of(headings, rows).lines(terminal ? width : Integer.MAX_VALUE).forEach(this::row);
    }

    private void row(Table.Line row) {
        painted(row.heading() ? paint(Colour.DIM, row.text()) : row.text());
    }

    /// Redraws the bar at the bottom; without a terminal there is none.
    public void progress(long done, long total, String what) {
        if (!terminal) {
            return;
        }
        int cells = total <= 0 ? 0 : (int) Math.min(BAR_CELLS, done * BAR_CELLS / total);
        String bar = "█".repeat(cells) + "░".repeat(BAR_CELLS - cells);
        String count = " " + done + "/" + total + " ";
        String words = Table.cut(Hidden.strippedFrom(what), width - BAR_CELLS - count.length() - 1);
        out.print(ERASE + paint(Colour.GREEN, bar) + count + words);
        out.flush();
        barShown = true;
    }

    /// Takes the bar away.
    public void eraseBar() {
        if (barShown) {
            out.print(ERASE);
            barShown = false;
        }
    }

    public enum Colour {
        PLAIN("0"),
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36");

        private final String code;

        Colour(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
