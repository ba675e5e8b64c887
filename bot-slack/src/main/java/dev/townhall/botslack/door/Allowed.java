package dev.townhall.botslack.door;

import dev.townhall.core.foundation.check.Check;
import java.util.Optional;

/// The one app and workspace that this town listens to.
///
/// @param app its id, `A…`
/// @param team of the workspace, `T…`
/// @param enterprise the organisation it was installed for as a whole, if it was
public record Allowed(String app, String team, Optional<String> enterprise) {
    public Allowed {
        Check.that(!app.isBlank() && !team.isBlank(), "The app and the workspace have ids.");
    }

    /// Why a delivery is none of ours; empty where it is. The app may be missing: the signature or
    /// the connection stands for it then. A workspace may not.
    Optional<String> refusal(Delivery delivery) {
        if (!delivery.app().isEmpty() && !delivery.app().equals(app)) {
            return Optional.of("it is for another app");
        }
        if (delivery.what() instanceof Incoming.Handshake) {
            return Optional.empty();
        }
        boolean wholly = enterprise.filter(delivery.enterprise()::equals).isPresent();
        boolean ours = delivery.teams().contains(team) || (delivery.teams().isEmpty() && wholly);
        return ours ? Optional.empty() : Optional.of("it is for another workspace");
    }
}
