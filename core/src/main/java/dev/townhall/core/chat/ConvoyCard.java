package dev.townhall.core.chat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.WorkLine.Stage;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Hindrances;
import dev.townhall.core.convoy.Launching;
import dev.townhall.core.convoy.PlanText;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Spend;
import dev.townhall.core.ledger.LedgerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The live card of a convoy: a function of what the ledger holds and nothing else, so that
/// rendering it again changes nothing.
public final class ConvoyCard {
    private static final int WORKERS_SHOWN_MAX = 6;
    private static final int HINDRANCES_SHOWN_MAX = 3;

    private final BeadId id;
    private final Bead bead;
    private final Convoy convoy;
    private final Spend spend;
    private final Optional<String> hindrance;
    private final Optional<String> standstill;
    private final List<List<WorkLine>> waves;
    private final List<WorkLine> lines = new ArrayList<>();

    private ConvoyCard(LedgerView view, BeadId id) {
        this.id = id;
        bead = view.get(id);
        convoy = Convoys.get(view, id);
        spend = Costs.of(view, id);
        hindrance = Launching.hindrance(view, convoy);
        standstill = Launching.standstill(view, convoy);
        Hindrances hindrances = Hindrances.in(view);
        waves =
                convoy.waves().stream()
                        .map(wave ->
                                wave.stream().map(it -> WorkLine.of(view, it, hindrances)).toList())
                        .toList();
        waves.forEach(lines::addAll);
    }

    /// The card's key among posts.
    public static String key(BeadId convoy) {
        return "card:" + convoy;
    }

    /// Names exactly the plan that a card shows: a launch button carries it, so that nobody launches
    /// what was edited after they looked.
    public static String fingerprint(Convoy convoy) {
        return Digest.sha256(convoy.planText() + convoy.waves()).substring(0, 8);
    }

    public static Card of(LedgerView view, BeadId convoy) {
        return new ConvoyCard(view, convoy).card();
    }

    private Card card() {
        return switch (convoy.state()) {
            case STAGED -> staged();
            case OPEN -> open();
            case LANDED -> over(Card.Tone.GOOD, "Landed");
            case DROPPED -> over(Card.Tone.BAD, "Dropped");
        };
    }

    private Card staged() {
        long commands = lines.stream().filter(WorkLine::carriesCommands).count();
        List<Card.Field> fields = fields("planned");
        if (commands > 0) {
            fields.add(
                    new Card.Field(
                            "commands",
                            commands == 1
                                    ? "1 bead runs a command on the town's machine; it is shown below"
                                    : commands
                                            + " beads run commands on the town's machine; each is shown below"));
        }
        List<String> doubts = PlanText.doubts(convoy.planText());
        if (!doubts.isEmpty()) {
            fields.add(new Card.Field("note", String.join(" ", doubts)));
        }
        hindrance.ifPresent(why -> fields.add(new Card.Field("not yet", why)));
        standstill.ifPresent(why -> fields.add(new Card.Field("rests", why)));
        String question =
                "Launch %s on %s?".formatted(Words.count(lines.size(), "bead"), convoy.rig());
        return new Card(
                bead.title(),
                Card.Tone.WAITING,
                fields,
                Optional.empty(),
                rows(true),
                List.of(
                        Action.primary("Launch", "launch " + id + " plan:" + fingerprint(convoy)),
                        new Action("Edit", "edit " + id, Action.Style.EDIT, ""),
                        Action.danger("Drop", "drop " + id, "Drop this plan?")),
                question + " " + bead.title());
    }

    private Card open() {
        List<Card.Field> fields = fields(convoy.paused() ? "paused" : "open");
        fields.add(new Card.Field("wave", currentWave() + " of " + waves.size()));
        workers().ifPresent(workers -> fields.add(new Card.Field("working", workers)));
        needsPerson().ifPresent(needs -> fields.add(new Card.Field("waits for you", needs)));
        lines.stream()
                .map(WorkLine::hindered)
                .filter(why -> !why.isEmpty())
                .distinct()
                .limit(HINDRANCES_SHOWN_MAX)
                .forEach(why -> fields.add(new Card.Field("hindered", why)));
        standstill.ifPresent(why -> fields.add(new Card.Field("rests", why)));
        convoy.launchedAt().ifPresent(at -> fields.add(new Card.Field("launched", Words.day(at))));
        String what = convoy.paused() ? "paused" : "done";
        return new Card(
                bead.title(),
                tone(),
                fields,
                Optional.of(progress()),
                rows(false),
                List.of(
                        convoy.paused()
                                ? Action.primary("Resume", "resume " + id)
                                : Action.plain("Pause", "pause " + id),
                        Action.danger(
                                "Drop", "drop " + id, "Drop this convoy and what is under way?")),
                "%s/%s %s: %s".formatted(done(), lines.size(), what, bead.title()));
    }

    private Card over(Card.Tone tone, String how) {
        List<Card.Field> fields = fields(how.toLowerCase(java.util.Locale.ROOT));
        if (convoy.launchedAt().isPresent() && convoy.landedAt().isPresent()) {
            fields.add(new Card.Field("took", Words.duration(convoy.took())));
        }
        return new Card(
                bead.title(),
                tone,
                fields,
                Optional.of(progress()),
                rows(false),
                List.of(),
                how + ": " + bead.title());
    }

    private void addDropped(List<Card.Field> fields) {
        int dropped = (int) lines.stream().filter(it -> it.stage() == Stage.DROPPED).count();
        if (dropped > 0) {
            fields.add(new Card.Field("dropped", Words.count(dropped, "bead")));
        }
    }

    private List<Card.Field> fields(String state) {
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("convoy", id.text()));
        fields.add(new Card.Field("rig", convoy.rig().text()));
        fields.add(new Card.Field("state", state));
        fields.add(
                new Card.Field(
                        "work",
                        Words.count(lines.size(), "bead")
                                + " in "
                                + Words.count(waves.size(), "wave")));
        addDropped(fields);
        if (spend.turns() > 0) {
            fields.add(new Card.Field("cost", spend.sentence()));
        }
        fields.add(new Card.Field("by", convoy.owner().shortName()));
        return fields;
    }

    private List<Card.Block> rows(boolean commands) {
        List<Card.Block> blocks = new ArrayList<>();
        for (int i = 0; i < waves.size(); i++) {
            List<Card.Row> rows =
                    waves.get(i).stream()
                            .map(line -> commands ? line.withCommands() : line.row())
                            .toList();
            blocks.add(new Card.Rows("Wave " + (i + 1), rows));
        }
        return blocks;
    }

    private Card.Tone tone() {
        if (has(Stage.NEEDS_PERSON) || has(Stage.HINDERED)) {
            return Card.Tone.BAD;
        }
        return convoy.paused() || has(Stage.AWAITING_APPROVAL)
                ? Card.Tone.WAITING
                : Card.Tone.WORKING;
    }

    private boolean has(Stage stage) {
        return lines.stream().anyMatch(line -> line.stage() == stage);
    }

    private Optional<String> workers() {
        List<String> workers =
                lines.stream()
                        .filter(line -> line.stage() == Stage.WORKING)
                        .map(line -> line.detail() + " on " + line.bead().id())
                        .toList();
        if (workers.isEmpty()) {
            return Optional.empty();
        }
        int more = workers.size() - WORKERS_SHOWN_MAX;
        String shown =
                String.join("; ", workers.subList(0, Math.min(WORKERS_SHOWN_MAX, workers.size())));
        return Optional.of(more > 0 ? shown + " and " + more + " more" : shown);
    }

    private Optional<String> needsPerson() {
        List<String> needs =
                lines.stream()
                        .filter(line ->
                                line.stage() == Stage.NEEDS_PERSON
                                        || line.stage() == Stage.AWAITING_APPROVAL)
                        .map(line -> line.bead().id().text())
                        .toList();
        return needs.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", needs));
    }

    private int currentWave() {
        for (int i = 0; i < waves.size(); i++) {
            if (waves.get(i).stream().anyMatch(line -> !line.bead().isClosed())) {
                return i + 1;
            }
        }
        return waves.size();
    }

    private Card.Progress progress() {
        return new Card.Progress(done(), lines.size());
    }

    private int done() {
        return (int) lines.stream().filter(line -> line.stage() == Stage.DONE).count();
    }
}
