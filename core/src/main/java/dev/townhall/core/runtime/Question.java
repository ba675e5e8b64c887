package dev.townhall.core.runtime;

import java.util.List;
import java.util.Optional;

/// What an agent asks a person: a form, or a page to visit.
///
/// @param url the page, when the question is one
public record Question(String message, List<Field> fields, Optional<String> url) {
    public Question {
        fields = List.copyOf(fields);
    }

    /// One thing to fill in.
    ///
    /// @param choices what it may be; empty when that is free
    public record Field(
            String name,
            String label,
            FieldType type,
            boolean required,
            List<Setting.Choice> choices) {
        public Field {
            choices = List.copyOf(choices);
        }
    }

    public enum FieldType {
        TEXT,
        NUMBER,
        INTEGER,
        YES_NO,
        SEVERAL
    }
}
