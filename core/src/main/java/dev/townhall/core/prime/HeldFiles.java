package dev.townhall.core.prime;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reservation.Reservation;
import dev.townhall.core.reservation.Reservations;
import java.util.List;

/// Which files agents of the rig are about to change, for those who change files themselves.
///
/// @param others what others hold, @param own what the agent itself holds since an earlier session
record HeldFiles(List<Reservation> others, List<Reservation> own) {
    private static final int LISTED_MAX = 10;
    private static final HeldFiles NONE = new HeldFiles(List.of(), List.of());

    static HeldFiles of(LedgerView view, PrimeRequest request) {
        boolean changes = request.role() == AgentRole.POLECAT || request.role() == AgentRole.CREW;
        if (!changes || request.rig().isEmpty()) {
            return NONE;
        }
        List<Reservation> all = Reservations.on(view, request.rig().get());
        return new HeldFiles(
                all.stream().filter(it -> !it.agent().equals(request.agent())).toList(),
                all.stream().filter(it -> it.agent().equals(request.agent())).toList());
    }

    boolean isEmpty() {
        return others.isEmpty() && own.isEmpty();
    }

    String page(int max) {
        Page page = new Page(max, "Files that are spoken for", "call `reserve_files`.");
        others.stream()
                .limit(LISTED_MAX)
                .forEach(it -> line(page, Author.of(it.agent().text()), it));
        own.stream().limit(LISTED_MAX).forEach(it -> line(page, "You", it));
        boolean more = others.size() > LISTED_MAX || own.size() > LISTED_MAX;
        return more ? page.andMore().done() : page.done();
    }

    private static void line(Page page, String who, Reservation held) {
        page.quote(
                "%s, for %s until %s:".formatted(who, held.bead(), held.until()),
                held.paths().text());
    }
}
