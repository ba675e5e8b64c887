package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;

/// An event before it has a number. The ledger does not look inside `payload`.
///
/// @param type dotted words, `convoy.landed`
/// @param subject what it is about, usually a bead's id
public record EventDraft(String type, String subject, JsonNode payload) {}
