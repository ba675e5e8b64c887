package dev.townhall.server.page;

/// A convoy, or a member of the crew, in the list of threads.
///
/// @param total 0 where there is nothing to be counted
public record ThreadLine(
        String key,
        String title,
        String rig,
        String href,
        int closed,
        int total,
        String note,
        long newest,
        boolean current) {}
