package dev.townhall.botslack.door;

import java.util.List;

/// One payload of Slack.
///
/// @param id Slack's own id of it, the same when it is sent again; empty where there is none
/// @param app for which app it is; empty where Slack does not say
/// @param teams the workspaces it is for: those whose installation of the app may see it
/// @param enterprise of those; empty where there is none
public record Delivery(
        String id, String app, List<String> teams, String enterprise, Incoming what) {
    public Delivery {
        teams = List.copyOf(teams);
    }
}
