package dev.townhall.core.runtime;

import dev.townhall.core.foundation.check.Check;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server of tools that an agent is given, by its Model Context Protocol. An agent gets the way
/// over HTTP if it takes that, else the command; what it runs in a shell may have the same as programs.
public record McpServer(
        String name, Optional<Http> http, Optional<Stdio> stdio, Optional<Programs> programs) {
    public McpServer {
        Check.that(
                http.isPresent() || stdio.isPresent(),
                "The tool server %s needs an address or a command; found neither.",
                name);
    }

    /// Without programs.
    public McpServer(String name, Optional<Http> http, Optional<Stdio> stdio) {
        this(name, http, stdio, Optional.empty());
    }

    /// Programs that call the server.
    ///
    /// @param folder which holds them; it comes first on the agent's PATH, to read
    /// @param variable under which they find the name of a file with `secret` in it, which only that
    ///     session can read
    public record Programs(Path folder, String variable, String secret) {
        @Override
        public String toString() {
            return "Programs[" + folder + "]";
        }
    }

    /// A server at an address of streamable HTTP.
    ///
    /// @param headers are kept out of every log and transcript
    public record Http(String url, Map<String, String> headers) {
        public Http {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        @Override
        public String toString() {
            return "Http[" + url + ", headers " + headers.keySet() + "]";
        }
    }

    /// A server that the agent starts and talks with over standard input and output.
    public record Stdio(String program, List<String> arguments, Map<String, String> environment) {
        public Stdio {
            arguments = List.copyOf(arguments);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }

        @Override
        public String toString() {
            return "Stdio[" + program + ", environment " + environment.keySet() + "]";
        }
    }
}
