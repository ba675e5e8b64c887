package dev.townhall.server.demo;

/// What the demo lets the town do: nine beads in three waves that make sense in any repository.
/// Two write to the same place of the same file, one forgets at its first try what the gate asks
/// for, one needs a person's approval.
final class DemoPlan {
    /// Where the beads put what they find out.
    static final String NOTES = "townhall-notes";

    /// The gate: every note begins with a title.
    static final String GATE =
            "for f in "
                    + NOTES
                    + "/*.md; do [ -e \"$f\" ] || continue; head -n 1 \"$f\" | grep -q '^# '"
                    + " || { echo \"$f: the first line is no title\"; exit 1; }; done";

    /// Waits a moment at the first try, so that both of the two see the same file.
    private static final String TOGETHER = "[ \"$GT_ATTEMPT\" -gt 1 ] || sleep 1";

    private static final String UNDER_README_TITLE =
            """
            readme=README.md
            for f in README.md Readme.md readme.md README.rst README.adoc README.txt README; do
              [ ! -f "$f" ] || { readme=$f; break; }
            done
            touch "$readme"
            { head -n 1 "$readme"; printf '\\n%s\\n' "$line"; tail -n +2 "$readme"; } > "$TMPDIR/new"
            cat "$TMPDIR/new" > "$readme"
            """;

    private DemoPlan() {}

    static String text() {
        return item("List what is where", "", LIST)
                + item("Remove blanks at the ends of lines", "", BLANKS)
                + item(
                        "Say in the README where the notes are",
                        "",
                        readme("Notes about this repository are in " + NOTES + "/."))
                + item(
                        "Say in the README how it is kept in order",
                        "",
                        readme("Changes are merged one by one, each checked before."))
                + item("Collect open questions from the code", "  after: 1", QUESTIONS)
                + item("Find the longest files", "  after: 2", LONGEST)
                + item("Begin a changelog entry", "  after: 3, 4\n  approval: required", CHANGELOG)
                + item("Sum up the notes", "  after: 5, 6, 7", SUMMARY)
                + item("Ignore what editors leave behind", "  after: 7", IGNORE);
    }

    private static String item(String title, String attributes, String script) {
        StringBuilder item = new StringBuilder("- [ ] ").append(title).append('\n');
        if (!attributes.isEmpty()) {
            attributes.lines().forEach(line -> item.append("  ").append(line.strip()).append('\n'));
        }
        item.append("  ```sh\n");
        script.lines().forEach(line -> item.append("  ").append(line).append('\n'));
        return item.append("  ```\n").toString();
    }

    private static String readme(String line) {
        return TOGETHER + "\nline='" + line + "'\n" + UNDER_README_TITLE;
    }

    private static String note(String name, String title, String body) {
        return "mkdir -p "
                + NOTES
                + "\n{\n  echo '# "
                + title
                + "'\n  echo\n  echo \"Written by $GT_AGENT for $GT_BEAD.\"\n  echo\n"
                + body.indent(2)
                + "} > "
                + NOTES
                + "/"
                + name
                + "\n";
    }

    private static final String LIST =
            note(
                    "files.md",
                    "What is where",
                    """
                    echo '| files | kind |'
                    echo '|---|---|'
                    find . -name .git -prune -o -type f -print | sed 's|.*/||' \\
                      | sed -n 's/.*\\.\\([A-Za-z0-9]*\\)$/\\1/p' | LC_ALL=C sort | uniq -c \\
                      | LC_ALL=C sort -k1,1nr -k2 | head -n 25 \\
                      | while read -r count kind; do echo "| $count | $kind |"; done
                    """);

    private static final String BLANKS =
            """
            blank=$(printf '[ \\t]')
            LC_ALL=C grep -rIl --exclude-dir=.git "$blank\\$" . | LC_ALL=C sort | head -n 20 > "$TMPDIR/found" || :
            while IFS= read -r f; do
              LC_ALL=C sed "s/$blank$blank*\\$//" "$f" > "$TMPDIR/new" && cat "$TMPDIR/new" > "$f"
            done < "$TMPDIR/found"
            """
                    + note(
                            "blanks.md",
                            "Blanks at the ends of lines",
                            """
                            echo "Removed in $(wc -l < "$TMPDIR/found" | tr -d ' ') files:"
                            echo
                            sed 's|^\\./||; s|.*|- `&`|' "$TMPDIR/found"
                            """);

    /// Breaks the gate at the first try: its note has no title then.
    private static final String QUESTIONS =
            note(
                            "questions.md",
                            "Open questions in the code",
                            """
                            LC_ALL=C grep -rIn --exclude-dir=.git --exclude-dir=townhall-notes 'TODO\\|FIXME' . \\
                              | LC_ALL=C sort | head -n 40 | cut -c 3-160 | sed 's|^|- |' || :
                            """)
                    + "if [ \"$GT_ATTEMPT\" = 1 ]; then\n"
                    + "  tail -n +3 "
                    + NOTES
                    + "/questions.md > \"$TMPDIR/new\"\n"
                    + "  cat \"$TMPDIR/new\" > "
                    + NOTES
                    + "/questions.md\nfi\n";

    private static final String LONGEST =
            note(
                    "longest.md",
                    "The longest files",
                    """
                    find . -name .git -prune -o -type f -size -1000k -exec wc -l {} + \\
                      | grep -v ' total$' | LC_ALL=C sort -k1,1nr -k2 | head -n 10 \\
                      | while read -r lines name; do echo "- $lines lines: ${name#./}"; done
                    """);

    private static final String CHANGELOG =
            """
            log=CHANGELOG.md
            for f in CHANGELOG.md Changelog.md changelog.md CHANGES.md; do
              [ ! -f "$f" ] || { log=$f; break; }
            done
            [ -s "$log" ] || echo '# Changelog' > "$log"
            {
              head -n 1 "$log"
              printf '\\n## Unreleased\\n\\n- Notes about the repository, in townhall-notes/ (%s).\\n' "$GT_BEAD"
              tail -n +2 "$log"
            } > "$TMPDIR/new"
            cat "$TMPDIR/new" > "$log"
            """;

    private static final String SUMMARY =
            note(
                    "README.md",
                    "Notes",
                    """
                    for f in townhall-notes/*.md; do
                      name=${f##*/}
                      [ "$name" = README.md ] || echo "- [$(head -n 1 "$f" | cut -c 3-)]($name)"
                    done
                    """);

    private static final String IGNORE =
            """
            if [ -s .gitignore ] && [ -n "$(tail -c 1 .gitignore)" ]; then echo >> .gitignore; fi
            printf '%s\\n' "# Left behind by editors ($GT_BEAD)" '*~' '.*.sw?' '.DS_Store' >> .gitignore
            """;
}
