package dev.townhall.core.account;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.Check;

/// One way in which a kind of agent shows its provider who pays: all of it but its secrets, which
/// stay with those who start agents.
///
/// @param preset the kind of agent it is for
/// @param sessionsMax how many sessions it carries at once
public record Account(AccountName name, String preset, int sessionsMax) {
    /// What an account carries that does not say otherwise, and the most it can say.
    public static final int SESSIONS_MAX = 1_000;

    public Account {
        Check.that(
                sessionsMax >= 1 && sessionsMax <= SESSIONS_MAX,
                "Account %s: sessions must be 1 to %s; found %s.",
                name,
                SESSIONS_MAX,
                sessionsMax);
    }

    /// The one account of a kind of agent for which none is named: it pays with what stands in the
    /// town's own environment.
    public static Account ofPreset(String preset) {
        return new Account(new AccountName(preset), preset, SESSIONS_MAX);
    }

    /// `account work of qwen`, or `the account of qwen` where it has no name of its own.
    public String title() {
        return title(name.text(), preset);
    }

    /// The same of an account by this name.
    public static String title(String name, String preset) {
        return name.equals(preset)
                ? "the account of " + preset
                : "account %s of %s".formatted(name, preset);
    }

    /// Where the ledger keeps how it is with it.
    public BeadId beadId() {
        return beadId(name);
    }

    static BeadId beadId(AccountName name) {
        return new BeadId("hq-account-" + name);
    }
}
