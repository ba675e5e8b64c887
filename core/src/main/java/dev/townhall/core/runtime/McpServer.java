package dev.townhall.core.runtime;

import dev.townhall.core.foundation.check.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server of tools that an agent is given, by its Model Context Protocol. An agent gets the way
/// over HTTP if it takes that, else the command.
public record McpServer(String name, Optional<Http> http, Optional<Stdio> stdio) {
    public McpServer {
        Check.that(
                http.isPresent() || stdio.isPresent(),
                "The tool server %s needs an address or a command; found neither.",
                name);
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
