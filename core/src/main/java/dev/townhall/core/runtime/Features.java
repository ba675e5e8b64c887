package dev.townhall.core.runtime;

/// What an agent says of itself when it starts.
///
/// @param version of the agent, empty when it does not say
/// @param protocol the version of the protocol it speaks, 0 where there is none
/// @param resume whether an earlier session can be continued, in silence
/// @param load whether one can be continued with its history told again
/// @param fork whether one can be continued as a copy, leaving the original as it was
/// @param toolsOverHttp whether it takes tool servers over HTTP
public record Features(
        String agent,
        String version,
        int protocol,
        boolean resume,
        boolean load,
        boolean fork,
        boolean toolsOverHttp) {
    public static final Features NONE = new Features("", "", 0, false, false, false, false);
}
