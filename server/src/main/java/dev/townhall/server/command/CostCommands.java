package dev.townhall.server.command;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.CapLine;
import dev.townhall.core.cost.Bill;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Spend;
import dev.townhall.core.reception.Spenders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the models cost.
@Command(name = "gt", description = "Cost.")
final class CostCommands {
    private final Call call;

    CostCommands(Call call) {
        this.call = call;
    }

    /// A sum as it is shown.
    record Line(
            String on,
            long turns,
            long inputTokens,
            long cachedTokens,
            long outputTokens,
            String dollars,
            long unpricedTurns,
            long unmeasuredTurns,
            long reportedTurns) {
        static Line of(String on, Spend spend) {
            return new Line(
                    on,
                    spend.turns(),
                    spend.tokens().input(),
                    spend.tokens().cached(),
                    spend.tokens().output(),
                    spend.dollars(),
                    spend.unpriced(),
                    spend.unmeasured(),
                    spend.reported());
        }

        static List<Line> of(List<Bill.Line> lines) {
            return lines.stream().map(line -> of(line.on(), line.spend())).toList();
        }

        List<String> cells() {
            return List.of(
                    on,
                    Long.toString(turns),
                    grouped(inputTokens),
                    grouped(cachedTokens),
                    grouped(outputTokens),
                    "$" + dollars + missing(),
                    from());
        }

        /// Who says what it cost.
        private String from() {
            boolean byTable = turns > reportedTurns + unpricedTurns + unmeasuredTurns;
            if (reportedTurns == 0) {
                return byTable ? "table" : "-";
            }
            return byTable ? "agent, table" : "agent";
        }

        private String missing() {
            List<String> missing = new ArrayList<>();
            if (unpricedTurns > 0) {
                missing.add(unpricedTurns + " without a price");
            }
            if (unmeasuredTurns > 0) {
                missing.add(unmeasuredTurns + " without figures");
            }
            return missing.isEmpty() ? "" : " (" + String.join(", ", missing) + ")";
        }
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    @Command(
            name = "cost",
            description =
                    "What the models cost: by day, rig and agent, or of one rig, agent, bead or convoy; what is left of"
                            + " the caps.")
    int cost(
            @Parameters(paramLabel = "WHAT", arity = "0..1", description = "Of this alone.")
                    Optional<String> id,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        return id.isPresent() ? one(id.get(), json) : all(json);
    }

    private int one(String id, boolean json) {
        Line line =
                call.town()
                        .ledger()
                        .read(view -> {
                            BeadId on =
                                    Spenders.find(view, id, Optional.empty(), _ -> true)
                                            .orElseGet(() -> Ids.bead(view, id).id());
                            return Line.of(on.text(), Costs.of(view, on));
                        });
        if (json) {
            call.screen().json(line);
        } else {
            show("ID", List.of(line));
            from();
        }
        return Exit.OK;
    }

    private int all(boolean json) {
        Instant now = call.town().time().now();
        Bill bill = call.town().ledger().read(view -> Bill.of(view, now));
        List<CapLine> caps = call.town().ledger().read(view -> CapLine.ofTown(view, now));
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("days", Line.of(bill.days()));
            all.put("rigs", Line.of(bill.rigs()));
            all.put("agents", Line.of(bill.agents()));
            all.put("caps", caps);
            all.put("pricesOf", call.town().config().prices().date());
            call.screen().json(all);
        } else if (bill.isEmpty()) {
            call.screen().line("Nothing was spent on models yet.");
            show(caps);
        } else {
            show("DAY (UTC)", Line.of(bill.days()));
            call.screen().line();
            show("RIG", Line.of(bill.rigs()));
            call.screen().line();
            show("AGENT", Line.of(bill.agents()));
            from();
            show(caps);
        }
        return Exit.OK;
    }

    private void from() {
        call.screen().line();
        call.screen()
                .line(
                        "FROM agent: as the agent reported it. FROM table: tokens times prices, yours under [prices] in town.toml, else list prices of %s."
                                .formatted(call.town().config().prices().date()));
    }

    private void show(List<CapLine> caps) {
        if (caps.isEmpty()) {
            return;
        }
        call.screen().line();
        call.screen()
                .table(
                        List.of("CAP", "SPENT", "UP TO", "LEFT", "WAITS FOR"),
                        caps.stream()
                                .map(line ->
                                        List.of(
                                                line.of(),
                                                line.spent(),
                                                line.cap(),
                                                line.left(),
                                                line.question()
                                                        .map(id -> "gt approve " + id)
                                                        .orElse("")))
                                .toList());
    }

    private void show(String first, List<Line> lines) {
        call.screen()
                .table(
                        List.of(first, "TURNS", "READ", "CACHED", "WRITTEN", "DOLLARS", "FROM"),
                        lines.stream().map(Line::cells).toList());
    }
}
