package dev.townhall.server.command;

import dev.townhall.core.foundation.text.Hidden;
import java.util.ArrayList;
import java.util.List;

/// Text in columns. Cells are one line each, freed of hidden characters.
record Table(List<List<String>> rows, List<Integer> widths) {
    private static final String GAP = "  ";

    /// @param heading whether it is the line of headings
    record Line(String text, boolean heading) {}

    static Table of(List<String> headings, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(headings);
        rows.forEach(row -> all.add(row.stream().map(Table::clean).toList()));
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < headings.size(); column++) {
            int widest = 0;
            for (List<String> row : all) {
                widest = Math.max(widest, length(row.get(column)));
            }
            widths.add(widest);
        }
        return new Table(all, widths);
    }

    List<Line> lines(int width) {
        List<Line> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(new Line(line(row, width), lines.isEmpty()));
        }
        return lines;
    }

    private String line(List<String> row, int width) {
        StringBuilder line = new StringBuilder();
        int last = row.size() - 1;
        for (int column = 0; column < last; column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths.get(column) - length(cell))).append(GAP);
        }
        line.append(cut(row.get(last), Math.max(10, width - length(line.toString()))));
        return line.toString().stripTrailing();
    }

    /// At most `max` characters, with an ellipsis where something is missing.
    static String cut(String text, int max) {
        if (max < 1) {
            return "";
        }
        return length(text) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }

    private static String clean(String cell) {
        return Hidden.strippedFrom(cell).replace('\n', ' ').replace('\t', ' ');
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
