package dev.townhall.core.preset;

import java.util.List;

/// How an agent comes to a machine.
///
/// @param how the command, or where to read of it, for people
/// @param versionArguments what makes its program print its version
/// @param needs what must be there first, such as `Node 22`; empty if nothing
/// @param seen the version this preset was tried or read with; empty if none
public record Installation(String how, List<String> versionArguments, String needs, String seen) {
    public Installation {
        versionArguments = List.copyOf(versionArguments);
    }
}
