package dev.townhall.core.agent;

import java.util.Locale;

/// What an agent is there for. Mayor, deacon and dogs belong to the town, the others to a rig.
/// (What a person may do is `person.Role`.)
public enum AgentRole {
    /// Plans with people, reports, sees every rig.
    MAYOR,
    /// Looks after the town itself.
    DEACON,
    /// Runs maintenance apart from the patrols.
    DOG,
    /// Judges work it did not do.
    WITNESS,
    /// Resolves conflicts in the merge queue.
    REFINERY,
    /// Works on what is slung; identity lasts, sessions come and go.
    POLECAT,
    /// A named agent that a person talks with.
    CREW;

    /// Whether an agent of this role belongs to one rig.
    public boolean isOfRig() {
        return switch (this) {
            case MAYOR, DEACON, DOG -> false;
            case WITNESS, REFINERY, POLECAT, CREW -> true;
        };
    }

    /// Whether a session goes on where the one before it stopped, and so may hand off. The others
    /// begin anew each time.
    public boolean handsOff() {
        return switch (this) {
            case DOG, REFINERY, POLECAT -> true;
            case MAYOR, DEACON, WITNESS, CREW -> false;
        };
    }

    /// Whether its sessions answer people, and act for those whom they answer.
    public boolean talks() {
        return switch (this) {
            case MAYOR, CREW -> true;
            case DEACON, DOG, WITNESS, REFINERY, POLECAT -> false;
        };
    }

    /// `polecat`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
