package dev.townhall.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The demo as a person lives it: types the plan, launches it, watches the thread, allows the merge
/// that asks. Everything goes through the web town hall.
final class Story {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(120);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration STILL = Duration.ofSeconds(20);

    private final WebClient web;
    private final DemoView view;
    private final Time time;
    private final Consumer<Duration> pause;
    private final Set<String> shown = new LinkedHashSet<>();
    private final Set<String> answered = new LinkedHashSet<>();
    private final List<String> approvals = new ArrayList<>();
    private final List<DemoResult.Rework> rework = new ArrayList<>();
    private final Map<String, Instant> slung = new LinkedHashMap<>();
    private final Map<String, Duration> took = new LinkedHashMap<>();
    private long cursor;
    private long nextEvent = 1;
    private String convoy = "";
    private String problem = "";
    private int beads;
    private int waves;
    private boolean landed;
    private Duration launchedAt = Duration.ZERO;
    private Duration work = Duration.ZERO;

    Story(WebClient web, DemoView view, Time time, Consumer<Duration> pause) {
        this.web = web;
        this.view = view;
        this.time = time;
        this.pause = pause;
    }

    /// Plays it to the end: until the convoy has landed, or it is clear that it will not.
    void play(String channel, String plan) {
        look();
        web.say(channel, plan);
        Duration begun = time.elapsed();
        while (!landed && problem.isEmpty()) {
            look();
            if (time.elapsed().minus(begun).compareTo(PATIENCE) > 0) {
                problem = "it did not land within " + PATIENCE.toMinutes() + " minutes";
            } else if (convoy.isEmpty() && time.elapsed().minus(begun).compareTo(STILL) > 0) {
                problem = "no plan card was answered to the plan";
            } else {
                pause.accept(LOOK_AGAIN);
            }
        }
        look();
    }

    private void look() {
        JsonNode changes = web.changes(cursor);
        cursor = changes.path("cursor").asLong();
        changes.path("posts").forEach(this::see);
        JsonNode events = web.events(nextEvent);
        nextEvent = events.path("next").asLong();
        events.path("events").forEach(this::happened);
    }

    private void see(JsonNode post) {
        Card card = CardJson.read(post.path("card"));
        String conversation = post.path("conversation").asText();
        card.actions().forEach(action -> maybePress(conversation, action.command()));
        if (card.progress().isPresent() && conversation.equals("thread:" + convoy)) {
            Card.Progress progress = card.progress().get();
            view.progress(progress.done(), progress.total(), card.title());
        }
        boolean live = card.progress().isPresent() && !launchedAt.isZero();
        if (!live && shown.add(post.path("key").asText())) {
            view.post(
                    new DemoView.Seen(
                            Instant.parse(post.path("at").asText()),
                            conversation,
                            post.path("author").asText(),
                            text(card)));
        }
    }

    /// The card without its buttons, which the demo presses, and without the commands of its rows.
    private static String text(Card card) {
        return PlainText.of(
                new Card(
                        card.title(),
                        card.tone(),
                        card.fields(),
                        Optional.empty(),
                        card.body().stream().map(Story::brief).toList(),
                        List.of(),
                        card.fallback()));
    }

    private static Card.Block brief(Card.Block block) {
        return switch (block) {
            case Card.Rows rows ->
                    new Card.Rows(
                            rows.heading(),
                            rows.rows().stream()
                                    .map(row ->
                                            new Card.Row(
                                                    row.mark(),
                                                    row.id(),
                                                    row.text(),
                                                    row.detail(),
                                                    ""))
                                    .toList());
            case Card.Text text -> text;
            case Card.Code code -> code;
        };
    }

    private void maybePress(String conversation, String command) {
        boolean launch = command.startsWith("launch ");
        boolean approve = command.startsWith("approve ");
        if ((launch || approve) && answered.add(command)) {
            String id = command.substring(command.indexOf(' ') + 1).replaceFirst(" .*", "");
            if (launch) {
                convoy = id;
                launchedAt = time.elapsed();
                view.note("(pressing Launch)");
            } else {
                approvals.add(id);
                view.note("(pressing Approve)");
            }
            web.say(conversation, command);
        }
    }

    private void happened(JsonNode event) {
        JsonNode facts = event.path("payload");
        String subject = event.path("subject").asText();
        Instant at = Instant.parse(event.path("at").asText());
        switch (event.path("type").asText()) {
            case "convoy.staged" -> {
                beads = facts.path("beads").asInt();
                waves = facts.path("waves").asInt();
            }
            case "bead.slung" -> slung.putIfAbsent(subject, at);
            case "rework.asked" ->
                    rework.add(
                            new DemoResult.Rework(
                                    subject,
                                    facts.path("cause").asText().toLowerCase(java.util.Locale.ROOT),
                                    facts.path("attempt").asInt()));
            case "merged" ->
                    took.put(subject, Duration.between(slung.getOrDefault(subject, at), at));
            case "escalated" -> problem = facts.path("reason").asText();
            case "convoy.landed" -> {
                landed = true;
                work = time.elapsed().minus(launchedAt);
                view.progress(beads, beads, "landed");
            }
            default -> {
                // The demo tells the thread, not the log.
            }
        }
    }

    boolean landed() {
        return landed;
    }

    String convoy() {
        return convoy;
    }

    String problem() {
        return problem;
    }

    int beads() {
        return beads;
    }

    int waves() {
        return waves;
    }

    Duration work() {
        return work;
    }

    List<DemoResult.Rework> rework() {
        return List.copyOf(rework);
    }

    List<String> approvals() {
        return List.copyOf(approvals);
    }

    Duration took(String bead) {
        return took.getOrDefault(bead, Duration.ZERO);
    }
}
