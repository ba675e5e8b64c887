package dev.townhall.server.cli;

import dev.townhall.core.bead.Actor;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/// One command line, as the client gave it.
///
/// @param arguments the words after `gt`, without `--town DIR`
/// @param stdin what was piped in; empty unless an argument is `-` or ends with `=-`
/// @param width columns of the terminal, or 80 when there is none
/// @param terminal whether both output streams of the client are a terminal
/// @param colour whether the client wants colours
/// @param folder the client's working directory: relative paths in arguments start there
/// @param caller who the token belongs to
/// @param cancellation tells when the client has gone away
public record CliRequest(
        List<String> arguments,
        InputStream stdin,
        int width,
        boolean terminal,
        boolean colour,
        Path folder,
        Actor caller,
        Cancellation cancellation) {
    public CliRequest {
        arguments = List.copyOf(arguments);
    }
}
