package dev.townhall.core.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.Check;
import java.util.regex.Pattern;

/// The name of an account: 1 to 40 of `a-z 0-9 - _`, starting with a letter.
public record AccountName(@JsonValue String text) implements Comparable<AccountName> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AccountName {
        Check.that(
                FORM.matcher(text).matches(),
                "An account's name is 1 to 40 of a-z, 0-9, - and _, starting with a letter; found '%s'.",
                text);
    }

    @Override
    public int compareTo(AccountName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
