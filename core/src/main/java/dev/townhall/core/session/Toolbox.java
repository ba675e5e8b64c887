package dev.townhall.core.session;

/// How a session comes by the town's tools.
enum Toolbox {
    /// Not at all.
    NONE,
    /// Its agent fetches them when it starts; a turn before that would be without them.
    FETCHED,
    /// They are programs, called in a shell.
    PROGRAMS;

    /// What its agent is told of that, behind what every agent of its role is told.
    String told() {
        return switch (this) {
            case NONE, FETCHED -> "";
            case PROGRAMS ->
                    """

                    # The town's tools

                    The tools named here are words of the program `gt`, which stands on your PATH. Call them in
                    your shell, with their arguments as options: `gt done "what you changed" --proof "what proves it"`.
                    `gt help` lists yours; `-` in place of a word reads it from standard input.
                    """;
        };
    }
}
