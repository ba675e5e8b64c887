package dev.townhall.botslack.webapi;

import java.util.List;
import java.util.Optional;

/// What Slack says of a token.
///
/// @param app the app's id; empty where Slack does not say
/// @param enterprise the organisation, where the app is installed for it as a whole
/// @param workspace its name
/// @param scopes the rights that the token has, by name
public record Introduction(
        Self self, String app, Optional<String> enterprise, String workspace, List<String> scopes) {
    public Introduction {
        scopes = List.copyOf(scopes);
    }

    Introduction withApp(String id) {
        return new Introduction(self, id, enterprise, workspace, scopes);
    }
}
