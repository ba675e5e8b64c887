package dev.townhall.server.command;

import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.transcript.Entry;
import dev.townhall.core.transcript.Past;
import dev.townhall.core.transcript.Transcripts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What was said in sessions of agents.
@Command(name = "gt", description = "What was said in sessions.")
final class TranscriptCommands {
    private final Call call;

    TranscriptCommands(Call call) {
        this.call = call;
    }

    @Command(
            name = "transcript",
            description =
                    "Shows what was said and done in a session: the last one of a bead or an"
                            + " agent.")
    int transcript(
            @Parameters(
                            paramLabel = "BEAD|AGENT",
                            description = "A bead, or an agent such as nux or shop/polecats/nux.")
                    String about,
            @Option(
                            names = "--grep",
                            paramLabel = "WORDS",
                            description =
                                    "Only what holds all of these words, in all of its sessions.")
                    @Nullable String grep,
            @Option(
                            names = "--session",
                            paramLabel = "N",
                            description = "Another session, counted from 1, the oldest.")
                    Optional<Integer> number,
            @Option(names = "--last", paramLabel = "N", description = "Only the newest N entries.")
                    Optional<Integer> last,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        List<Past> sessions = sessions(about);
        List<String> words = words(grep);
        Check.that(last.orElse(1) >= 1, "--last counts from 1; found %s.", last.orElse(1));
        int chosen = number.orElse(sessions.size());
        Check.that(
                chosen >= 1 && chosen <= sessions.size(),
                "%s has %s session%s; found --session %s.",
                about,
                sessions.size(),
                sessions.size() == 1 ? "" : "s",
                chosen);
        if (sessions.get(chosen - 1).swept()) {
            throw TownException.notFound(
                    "Session %s of %s is kept no more: old ones go.".formatted(chosen, about));
        }
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            boolean all = !words.isEmpty() && number.isEmpty() && !sessions.get(i).swept();
            if (all || i == chosen - 1) {
                shown.add(shown(i + 1, sessions.get(i), words, last));
            }
        }
        if (json) {
            call.screen().json(shown.stream().map(Shown::facts).toList());
        } else {
            print(shown, sessions.size(), words);
        }
        return Exit.OK;
    }

    /// A session with what of it is asked for.
    private record Shown(int number, Past session, List<Entry> entries) {
        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("session", number);
            facts.put("agent", session.agent().text());
            facts.put("bead", session.bead().text());
            facts.put("preset", session.preset());
            facts.put("began", session.began());
            facts.put(
                    "entries",
                    entries.stream()
                            .map(entry ->
                                    Map.of(
                                            "at",
                                            entry.at(),
                                            "kind",
                                            entry.kind().word(),
                                            "text",
                                            entry.text()))
                            .toList());
            return facts;
        }
    }

    private Shown shown(int number, Past session, List<String> words, Optional<Integer> last) {
        List<Entry> entries =
                transcripts().read(session).stream().filter(it -> it.holds(words)).toList();
        int from = Math.max(0, entries.size() - last.orElse(entries.size()));
        return new Shown(number, session, entries.subList(from, entries.size()));
    }

    private void print(List<Shown> shown, int sessions, List<String> words) {
        Screen screen = call.screen();
        boolean any = false;
        for (Shown each : shown) {
            if (words.isEmpty() || !each.entries().isEmpty()) {
                any = true;
                screen.heading(
                        "Session %s of %s: %s on %s, %s, %s"
                                .formatted(
                                        each.number(),
                                        sessions,
                                        each.session().agent(),
                                        each.session().bead(),
                                        each.session().preset(),
                                        Words.day(each.session().began())));
                each.entries().forEach(entry -> print(screen, entry));
            }
        }
        if (!any) {
            screen.line("None of it was said there.");
        }
    }

    private static void print(Screen screen, Entry entry) {
        screen.painted(
                screen.paint(
                        Screen.Colour.DIM, Words.day(entry.at()) + "  " + entry.kind().word()));
        entry.text().lines().forEach(line -> screen.line("  " + line));
    }

    private static List<String> words(@Nullable String grep) {
        return grep == null || grep.isBlank() ? List.of() : List.of(grep.strip().split("\\s+", -1));
    }

    private Transcripts transcripts() {
        return call.town().transcripts();
    }

    private List<Past> sessions(String typed) {
        String about = typed.startsWith("@") ? typed.substring(1) : typed;
        List<Past> all = transcripts().all();
        List<Past> ofAgent =
                all.stream()
                        .filter(it ->
                                it.agent().text().equals(about)
                                        || it.agent()
                                                .text()
                                                .equals(about.replaceFirst("/", "/crew/"))
                                        || (it.agent().shortName().equals(about)
                                                && !it.agent().isSeance()))
                        .toList();
        List<Past> found = ofAgent.isEmpty() ? ofBead(all, about) : ofAgent;
        if (found.isEmpty()) {
            throw TownException.notFound(
                    "No transcript is kept of '%s': it names a bead or an agent, and sessions of agents with a model have one."
                            .formatted(about));
        }
        return found;
    }

    /// Of a bead that is there no more, too.
    private List<Past> ofBead(List<Past> all, String about) {
        List<Past> exact = all.stream().filter(it -> it.bead().text().equals(about)).toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        call.town().ledger().read(view -> Roster.all(view)).stream()
                .filter(agent ->
                        agent.name().equals(about)
                                || agent.actor().text().equals(about)
                                || agent.actor().text().equals(about.replaceFirst("/", "/crew/")))
                .findFirst()
                .ifPresent(agent -> {
                    throw TownException.notFound(
                            "No session of %s is kept. Only agents with a model leave one, and old ones go."
                                    .formatted(agent.actor()));
                });
        BeadId bead = call.town().ledger().read(view -> Ids.bead(view, about).id());
        return all.stream().filter(it -> it.bead().equals(bead)).toList();
    }
}
