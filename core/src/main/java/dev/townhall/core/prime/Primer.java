package dev.townhall.core.prime;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.prime.Directives.Directive;
import dev.townhall.core.prime.Prime.Kind;
import dev.townhall.core.prime.Prime.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes what an agent is told at the start of a session. Pure: the same ledger and request give
/// the same bytes.
///
/// ```
///   role prompt                  the same in every session of the role      STABLE
///   directives: town, rig        the same in every session on the rig
///   ─────────────────────────────────────────────────────────────────────
///   who you are                                                             CHANGING
///   hook, rework, answers, handoff, files spoken for, memories, mail: cut to the room left
/// ```
public final class Primer {
    public static final int TOKENS_MAX = 3_000;

    /// What the changing parts have in any case, however long the directives are.
    private static final int ROOM_MIN = 800 * Tokens.CHARACTERS_EACH;

    private final RolePrompts prompts;
    private final Directives directives;

    public Primer(RolePrompts prompts, Directives directives) {
        this.prompts = prompts;
        this.directives = directives;
    }

    public Prime prime(LedgerView view, PrimeRequest request) {
        List<Part> parts = new ArrayList<>(stable(request));
        Optional<Hook.Loaded> hook = hook(view, request);
        Optional<Bead> bead = hook.map(Hook.Loaded::bead).or(request::subject).map(view::get);
        parts.add(new Part("identity", Kind.CHANGING, Identity.of(view, request, hook)));
        int used = parts.stream().mapToInt(part -> part.text().length()).sum();
        int room = Math.max(ROOM_MIN, TOKENS_MAX * Tokens.CHARACTERS_EACH - used);
        parts.addAll(Changing.of(request, hook, bead, HeldFiles.of(view, request)).within(room));
        return new Prime(parts, TOKENS_MAX);
    }

    private List<Part> stable(PrimeRequest request) {
        List<Part> parts = new ArrayList<>();
        prompts.of(request.role())
                .ifPresent(text -> parts.add(new Part("role", Kind.STABLE, ended(text))));
        for (Directive directive : directives.of(request.role(), request.rig())) {
            String text = "\n# Directives of " + directive.scope() + "\n\n" + directive.text();
            parts.add(new Part("directives of " + directive.scope(), Kind.STABLE, ended(text)));
        }
        return parts;
    }

    private static Optional<Hook.Loaded> hook(LedgerView view, PrimeRequest request) {
        return request.agentBead()
                .flatMap(view::find)
                .map(Hooks::of)
                .filter(Hook.Loaded.class::isInstance)
                .map(Hook.Loaded.class::cast);
    }

    private static String ended(String text) {
        return text.stripTrailing() + "\n";
    }
}
