package dev.townhall.server.command;

/// Plans that tests give to a town.
final class Plans {
    /// Two items, the second after the first.
    static final String PLAN =
            """
            - [ ] One
              ```sh
              echo one > one.txt
              ```
            - [ ] Two  after: 1
              ```sh
              echo two > two.txt
              ```
            """;

    /// One whose merge needs an approval, and one that is free.
    static final String ASKS =
            """
            - [ ] Asked
              approval: required
              ```sh
              echo asked > asked.txt
              ```
            - [ ] Free
              ```sh
              echo free > free.txt
              ```
            """;

    /// Whose commands fail.
    static final String FAILS =
            """
            - [ ] Never
              ```sh
              echo broken; exit 3
              ```
            """;

    private Plans() {}
}
