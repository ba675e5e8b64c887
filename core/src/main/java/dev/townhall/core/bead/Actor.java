package dev.townhall.core.bead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.Check;
import java.util.regex.Pattern;

/// Who did something: `town`, `mayor`, `overseer/ada`, `shop/polecats/nux`, `shop/crew/max`,
/// `shop/refinery`, `shop/witness`, `shop/resolver`.
public record Actor(@JsonValue String text) implements Comparable<Actor> {
    private static final String SEANCES = "/seances/";
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9._@:+-]+(/[A-Za-z0-9._@:+-]+){0,3}");

    /// The town's own deterministic program.
    public static final Actor TOWN = new Actor("town");

    public static final Actor MAYOR = new Actor("mayor");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Actor {
        Check.that(
                text.length() <= 200 && FORM.matcher(text).matches(),
                "An actor looks like overseer/ada or shop/polecats/nux; found '%s'.",
                text);
    }

    public static Actor overseer(String person) {
        return new Actor("overseer/" + person);
    }

    public static Actor polecat(RigName rig, String name) {
        return new Actor(rig + "/polecats/" + name);
    }

    public static Actor crew(RigName rig, String name) {
        return new Actor(rig + "/crew/" + name);
    }

    /// The voice in which a past session of an agent answers.
    public static Actor seance(RigName rig, Actor agent) {
        return new Actor(rig + SEANCES + agent.shortName());
    }

    public boolean isSeance() {
        return text.contains(SEANCES);
    }

    public static Actor refinery(RigName rig) {
        return new Actor(rig + "/refinery");
    }

    public static Actor witness(RigName rig) {
        return new Actor(rig + "/witness");
    }

    /// Who joins what the refinery's program cannot.
    public static Actor resolver(RigName rig) {
        return new Actor(rig + "/resolver");
    }

    /// Whether this is a person.
    public boolean isOverseer() {
        return text.startsWith("overseer/");
    }

    /// The part after the last slash: what people call it.
    public String shortName() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(Actor other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
