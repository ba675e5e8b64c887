package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.spec.AcpClientSession.AcpError;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCError;
import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.runtime.SessionUpdate.AgentError;

/// Errors an agent answers with. What went wrong with its model stands in the code, in the message
/// or only in the details, by agent.
final class Errors {
    private static final int MESSAGE_MAX = 1000;

    private Errors() {}

    static AgentError read(Throwable failure) {
        if (!(failure instanceof AcpError answered)) {
            return new AgentError(
                    0, Words.capped(String.valueOf(failure.getMessage()), MESSAGE_MAX));
        }
        JSONRPCError error = answered.getError();
        String message = String.valueOf(error.message());
        String details =
                error.data() instanceof JsonNode data
                        ? Words.text(data.has("details") ? data.path("details") : data)
                        : "";
        String whole =
                details.isEmpty() || message.contains(details) ? message : message + ": " + details;
        return new AgentError(error.code(), Words.capped(whole, MESSAGE_MAX));
    }

    static String sentence(Throwable failure) {
        AgentError error = read(failure);
        return "%s (%s)".formatted(error.message(), error.code());
    }
}
