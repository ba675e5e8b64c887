package dev.townhall.core.foundation.check;

/// What kind of failure a [TownException] reports; one value per thing a caller may do about it.
public enum ErrorCode {
    /// The caller's input is wrong: mend it and try again.
    BAD_INPUT,
    /// The named thing does not exist.
    NOT_FOUND,
    /// The thing exists, but its state does not allow this.
    WRONG_STATE,
    /// Somebody else changed the thing first, or the caller's lease was superseded.
    CONFLICT,
    /// The caller may not do this.
    FORBIDDEN,
    /// A limit of the town was reached.
    LIMIT,
    /// A store, repository or process of the town is damaged or too new.
    DAMAGED,
    /// A disk, network or process failed; the same call may work later.
    UNAVAILABLE,
    /// A promise inside the town was broken: a defect.
    BUG
}
