package dev.townhall.server.demo;

import java.time.Duration;
import java.util.List;

/// How the demo ended.
///
/// @param rework what was sent back, in order
/// @param approvals what the demo allowed
/// @param setUp until the rig was ready, @param work from the launch to the landing
/// @param town the folder of its town, @param remote the clone it pushed to
public record DemoResult(
        boolean landed,
        String repository,
        String rig,
        String branch,
        String convoy,
        int beads,
        int waves,
        List<Commit> commits,
        List<Rework> rework,
        List<String> approvals,
        Duration setUp,
        Duration work,
        String url,
        String town,
        String remote,
        List<String> notes,
        String problem) {
    public DemoResult {
        commits = List.copyOf(commits);
        rework = List.copyOf(rework);
        approvals = List.copyOf(approvals);
        notes = List.copyOf(notes);
    }

    /// A commit of the convoy.
    ///
    /// @param took from the hook to the merge
    public record Commit(String hash, String author, String bead, String title, Duration took) {}

    /// Work that was sent back.
    ///
    /// @param cause `conflict`, `gate_red`, …
    public record Rework(String bead, String cause, int attempt) {}
}
