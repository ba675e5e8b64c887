package dev.townhall.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What agents type as `gt …` and `bd …`, as calls of the town's tools: the same verbs, which they know
/// from their training. Both programs take all of them. An argument of a tool is also an option of its
/// own name, so all that a tool can do can be typed.
final class Verbs {
    private static final Map<String, String> MAIL =
            Map.of("-s", "subject", "-m", "body", "--message", "body");

    private static final List<Verb> ALL =
            List.of(
                    Verb.of("prime", "prime"),
                    Verb.of("hook, hook show, hook status, mol current, mol status", "hook"),
                    Verb.of("done", "done", "summary").with(Map.of("-m", "summary")),
                    Verb.of("step done, mol step done", "step_done", "step"),
                    Verb.of("handoff", "handoff", "summary").with(Map.of("-m", "summary")),
                    Verb.of("verdict", "verdict", "verdict", "reasons"),
                    Verb.of("ready", "ready").with(Map.of("-n", "limit")),
                    Verb.of("show", "show", "id"),
                    Verb.of("create, new", "create", "title")
                            .with(
                                    Map.of(
                                            "-d", "description",
                                            "-t", "type",
                                            "-p", "priority",
                                            "-l", "labels",
                                            "--label", "labels",
                                            "--deps", "after")),
                    Verb.of("update", "update", "id")
                            .with(
                                    Map.of(
                                            "-d", "description",
                                            "-p", "priority",
                                            "--add-label", "add_labels")),
                    Verb.of("comment, comments add, note", "comment", "id", "text")
                            .with(Map.of("-m", "text")),
                    Verb.of("dep add", "dep", "id", "on")
                            .with(
                                    Map.of(
                                            "-t", "type",
                                            "--depends-on", "on",
                                            "--blocked-by", "on")),
                    Verb.of("dep remove, dep rm", "dep", "id", "on")
                            .with(Map.of("-t", "type"))
                            .always("remove", "true"),
                    Verb.of("mail send", "mail_send", "to", "subject", "body").with(MAIL),
                    Verb.of("mail inbox, mail check, mail, mail read", "mail_inbox"),
                    Verb.of("mail ack", "mail_inbox", "ack"),
                    Verb.of("nudge", "nudge", "agent", "reason")
                            .with(Map.of("-m", "reason", "--message", "reason")),
                    Verb.of("escalate", "escalate", "reason")
                            .with(Map.of("-m", "details", "--related", "bead")),
                    Verb.of("ask", "ask", "question")
                            .with(Map.of("-o", "options", "--option", "options")),
                    Verb.of("remember", "remember", "text").with(Map.of("-k", "key")),
                    Verb.of("forget", "remember", "key").always("text", ""),
                    Verb.of("recall, memories", "recall", "about"),
                    Verb.of("reserve, reserve files", "reserve_files", "paths"),
                    Verb.of("status, convoy status", "status", "convoy"),
                    Verb.of("plan", "plan", "text"));

    /// Words agents know that the town keeps to itself, and what to do instead.
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "close",
                            "A bead is closed by evidence, not by a word: %1$s done \"what was"
                                    + " done\".",
                    "sling", "Work is ordered by people: %1$s create makes a bead they can order.",
                    "sync", "The town keeps its beads itself: there is nothing to sync.",
                    "list", "%1$s ready lists open work, %1$s show ID tells of one bead.",
                    "claim", "The town hands out work: yours is on your hook (%1$s hook).");

    /// A tool, and what it is called with.
    record Call(String tool, JsonNode arguments) {}

    private final List<ToolSpec> specs;

    /// @param visible the tools of the one who types
    Verbs(List<ToolSpec> visible) {
        this.specs = List.copyOf(visible);
    }

    /// What can be typed, a line each.
    String help(String program) {
        StringBuilder text =
                new StringBuilder("What the tools do, typed (gt and bd take the same):");
        for (Verb verb : mine()) {
            text.append("\n  ").append(usage(program, verb));
        }
        return text + "\n- in place of a word reads it from standard input.";
    }

    /// The call that `typed` means; BAD_INPUT says what there is.
    Call call(String program, List<String> typed) {
        Verb verb =
                mine().stream()
                        .filter(it -> it.matches(typed) > 0)
                        .max((a, b) -> Integer.compare(a.matches(typed), b.matches(typed)))
                        .orElseThrow(() -> unknown(program, typed));
        return new Call(
                verb.tool(),
                new Reading(program, verb, spec(verb.tool()).orElseThrow().schema())
                        .read(typed.subList(verb.matches(typed), typed.size())));
    }

    /// Those of the tools that are visible; a tool that has no verb above is typed by its name.
    private List<Verb> mine() {
        List<Verb> mine =
                new ArrayList<>(
                        ALL.stream().filter(verb -> spec(verb.tool()).isPresent()).toList());
        for (ToolSpec spec : specs) {
            if (mine.stream().noneMatch(verb -> verb.tool().equals(spec.name()))) {
                List<String> needed = new ArrayList<>();
                spec.schema().path("required").forEach(name -> needed.add(name.asText()));
                mine.add(
                        Verb.of(
                                spec.name().replace('_', ' '),
                                spec.name(),
                                needed.toArray(String[]::new)));
            }
        }
        return mine;
    }

    private Optional<ToolSpec> spec(String tool) {
        return specs.stream().filter(spec -> spec.name().equals(tool)).findFirst();
    }

    private TownException unknown(String program, List<String> typed) {
        String first = typed.isEmpty() ? "" : typed.getFirst();
        String instead =
                Optional.ofNullable(ELSEWHERE.get(first))
                        .map(text -> text.formatted(program))
                        .orElse("");
        String there = String.join(", ", mine().stream().map(it -> it.words().getFirst()).toList());
        return TownException.badInput(
                instead.isEmpty()
                        ? "There is no '%s' here. There is: %s. %s help says how."
                                .formatted(
                                        first.length() > 40 ? first.substring(0, 40) : first,
                                        there,
                                        program)
                        : instead);
    }

    private String usage(String program, Verb verb) {
        JsonNode properties = spec(verb.tool()).orElseThrow().schema().path("properties");
        StringBuilder text = new StringBuilder(program).append(' ').append(verb.words().getFirst());
        verb.places()
                .forEach(
                        place -> text.append(' ').append(place.toUpperCase(java.util.Locale.ROOT)));
        for (Iterator<String> names = properties.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!verb.places().contains(name) && !verb.always().containsKey(name)) {
                text.append(" [--").append(name.replace('_', '-')).append(']');
            }
        }
        return text.toString();
    }

    /// Reads the words after a verb.
    private record Reading(String program, Verb verb, JsonNode schema) {
        JsonNode read(List<String> typed) {
            Map<String, List<String>> given = new LinkedHashMap<>();
            List<String> loose = new ArrayList<>();
            boolean options = true;
            for (Iterator<String> words = typed.iterator(); words.hasNext(); ) {
                String word = words.next();
                if (options && word.equals("--")) {
                    options = false;
                } else if (options && isOption(word)) {
                    option(word, words, given);
                } else {
                    loose.add(word);
                }
            }
            place(loose, given);
            verb.always().forEach((name, value) -> given.put(name, List.of(value)));
            inferKey(given);
            ObjectNode arguments = Json.object();
            given.forEach((name, values) -> put(arguments, name, values));
            return arguments;
        }

        private static boolean isOption(String word) {
            return word.length() > 1
                    && word.startsWith("-")
                    && !Character.isWhitespace(word.charAt(1));
        }

        private void option(String word, Iterator<String> words, Map<String, List<String>> given) {
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String named = equals > 0 ? word.substring(0, equals) : word;
            String name =
                    verb.options()
                            .getOrDefault(
                                    named,
                                    named.startsWith("--")
                                            ? named.substring(2).replace('-', '_')
                                            : "");
            if (!schema.path("properties").has(name)) {
                throw TownException.badInput(
                        named.equals("--json")
                                ? "Answers are text for you to read; there is no --json."
                                : "%s %s takes no %s. It takes%s."
                                        .formatted(
                                                program,
                                                verb.words().getFirst(),
                                                named,
                                                options()));
            }
            String value;
            if (equals > 0) {
                value = word.substring(equals + 1);
            } else if (type(name).equals("boolean")) {
                value = "true";
            } else if (words.hasNext()) {
                value = words.next();
            } else {
                throw TownException.badInput("%s needs a value after it.".formatted(named));
            }
            given.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }

        private String options() {
            StringBuilder text = new StringBuilder();
            schema.path("properties")
                    .fieldNames()
                    .forEachRemaining(name -> text.append(" --").append(name.replace('_', '-')));
            return text.toString();
        }

        /// The last place takes all that is left.
        private void place(List<String> loose, Map<String, List<String>> given) {
            List<String> free =
                    verb.places().stream().filter(place -> !given.containsKey(place)).toList();
            if (loose.size() > free.size() && free.isEmpty()) {
                throw TownException.badInput(
                        "%s %s takes no '%s'."
                                .formatted(program, verb.words().getFirst(), loose.getFirst()));
            }
            for (int i = 0; i < free.size() && i < loose.size(); i++) {
                boolean last = i == free.size() - 1;
                List<String> taken = last ? loose.subList(i, loose.size()) : List.of(loose.get(i));
                given.put(
                        free.get(i),
                        type(free.get(i)).equals("array")
                                ? List.copyOf(taken)
                                : List.of(String.join(" ", taken)));
            }
        }

        /// `remember` is typed without a key: then its first words are one.
        private void inferKey(Map<String, List<String>> given) {
            if (verb.tool().equals("remember") && !given.containsKey("key")) {
                String text = String.join(" ", given.getOrDefault("text", List.of()));
                String key =
                        text.toLowerCase(java.util.Locale.ROOT)
                                .replaceAll("[^a-z0-9]+", "-")
                                .replaceAll("^-|-$", "");
                given.put("key", List.of(key.substring(0, Math.min(40, key.length()))));
            }
        }

        private String type(String name) {
            return schema.path("properties").path(name).path("type").asText();
        }

        private void put(ObjectNode arguments, String name, List<String> values) {
            String value = String.join("\n", values);
            switch (type(name)) {
                case "array" -> {
                    var items = arguments.putArray(name);
                    values.stream()
                            .flatMap(it ->
                                    verb.tool().equals("ask")
                                            ? java.util.stream.Stream.of(it)
                                            : java.util.stream.Stream.of(it.split(",", -1)))
                            .map(it -> name.equals("after") ? it.replaceFirst("^[a-z-]+:", "") : it)
                            .map(String::strip)
                            .filter(it -> !it.isEmpty())
                            .forEach(items::add);
                }
                case "boolean" -> arguments.put(name, !value.equals("false"));
                case "integer" -> {
                    String digits =
                            name.equals("priority") ? value.replaceFirst("^[Pp]", "") : value;
                    if (digits.matches("[0-9]{1,6}")) {
                        arguments.put(name, Integer.parseInt(digits));
                    } else {
                        arguments.put(name, value);
                    }
                }
                default -> arguments.put(name, value);
            }
        }
    }
}
