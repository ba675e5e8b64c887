package dev.townhall.core.permission;

/// What becomes of a request: done at once, put to a person, refused at once.
public enum Effect {
    ALLOW,
    ASK,
    DENY
}
