package dev.townhall.server.command;

/// Nobody reads the answer of this command any more.
final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoneException() {
        super("The client went away.", null, false, false);
    }
}
