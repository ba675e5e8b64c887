package dev.townhall.botslack;

import dev.townhall.botslack.webapi.Self;
import dev.townhall.core.foundation.check.Check;
import java.util.Optional;

/// With what the town goes to its workspace: found out and checked once, so that a town starts without
/// Slack. Prints no secret.
///
/// @param app its id, `A…`
/// @param enterprise the organisation that the app was installed for as a whole, if it was
/// @param self whom the bot's token stands for
/// @param botToken `xoxb-…`
/// @param appToken `xapp-…`, for Socket Mode
/// @param signingSecret for requests that Slack makes
public record SlackLogin(
        String app,
        Optional<String> enterprise,
        Self self,
        String botToken,
        Optional<String> appToken,
        Optional<String> signingSecret) {
    public SlackLogin {
        Check.that(!app.isBlank(), "The app's id is missing: it stands in its Basic Information.");
        Check.that(
                botToken.startsWith("xoxb-"),
                "The bot's token begins with xoxb-: it stands under OAuth & Permissions.");
        Check.that(
                appToken.map(it -> it.startsWith("xapp-")).orElse(true),
                "The app's token begins with xapp-: make one with connections:write under Basic"
                        + " Information.");
        Check.that(
                appToken.isPresent() || signingSecret.isPresent(),
                "Slack reaches the town by Socket Mode, which needs the app's token, or by HTTP, which"
                        + " needs the signing secret; both are missing.");
    }

    @Override
    public String toString() {
        return "SlackLogin[app=%s, team=%s, bot=%s]".formatted(app, self.team(), self.user());
    }
}
