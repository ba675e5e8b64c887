package dev.townhall.core.tool;

/// The secret of one session. Shown to nobody but that session: it prints as redacted.
public record BearerToken(String text) {
    /// What every token begins with, so that one that was said aloud is recognised as a secret.
    public static final String START = "gtmcp_";

    @Override
    public String toString() {
        return "BearerToken[redacted]";
    }
}
