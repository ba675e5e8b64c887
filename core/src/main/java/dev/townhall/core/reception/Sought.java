package dev.townhall.core.reception;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Spoken;
import java.util.Arrays;

/// What somebody means to name, so that a wrong id is answered with the list that has the right one.
public enum Sought {
    BEAD("bead", "ready", "convoy list"),
    CONVOY("convoy", "convoy list"),
    APPROVAL("approval", "inbox"),
    ESCALATION("escalation", "inbox"),
    QUESTION("question", "inbox"),
    LETTER("letter", "inbox"),
    MERGE_REQUEST("merge request", "mq list");

    private final String noun;
    private final String lists;

    Sought(String noun, String... lists) {
        this.noun = noun;
        this.lists = String.join(" or ", Arrays.stream(lists).map(Spoken::command).toList());
    }

    /// What an id that names nothing must have meant: its prefix says it, else who asked for it.
    Sought meant(String typed) {
        if (typed.startsWith("hq-cv-")) {
            return CONVOY;
        }
        if (typed.startsWith("hq-ap-")) {
            return APPROVAL;
        }
        if (typed.startsWith("hq-esc-")) {
            return ESCALATION;
        }
        if (typed.startsWith("hq-q-")) {
            return QUESTION;
        }
        if (typed.startsWith("hq-msg-")) {
            return LETTER;
        }
        return typed.startsWith("hq-mr-") ? MERGE_REQUEST : this;
    }

    TownException unknown(String typed) {
        return TownException.notFound("There is no %s '%s'. %s".formatted(noun, typed, where()));
    }

    /// `Say inbox for what there is.`
    public String where() {
        return "Say " + lists + " for what there is.";
    }
}
