package dev.townhall.server.page;

/// A convoy in the list of threads.
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
