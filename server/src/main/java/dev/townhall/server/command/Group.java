package dev.townhall.server.command;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Verbs that are carried out by one class. A flat group's verbs follow `gt` itself (`gt plan`), the
/// others' follow the group's word (`gt rig add`).
///
/// @param word what follows `gt`, empty for a flat group
/// @param heading above its verbs in the help
record Group(String word, String heading, Class<?> type, Function<Call, Object> maker) {
    static final List<Group> ALL =
            List.of(
                    new Group("", "The town", TownCommands.class, TownCommands::new),
                    new Group("", "Beads", BeadCommands.class, BeadCommands::new),
                    new Group("", "Work", WorkCommands.class, WorkCommands::new),
                    new Group("convoy", "Convoys", ConvoyCommands.class, ConvoyCommands::new),
                    new Group("", "Decisions", DecisionCommands.class, DecisionCommands::new),
                    new Group("mq", "Merge queue", QueueCommands.class, QueueCommands::new),
                    new Group("rig", "Rigs", RigCommands.class, RigCommands::new),
                    new Group("crew", "Crew", CrewCommands.class, CrewCommands::new),
                    new Group("people", "People", PeopleCommands.class, PeopleCommands::new),
                    new Group("agents", "Agents", AgentCommands.class, AgentCommands::new),
                    new Group("", "Cost", CostCommands.class, CostCommands::new),
                    new Group("", "What agents are told", PrimeCommands.class, PrimeCommands::new),
                    new Group("", "Looking closer", WatchCommands.class, WatchCommands::new),
                    new Group(
                            "",
                            "What was said in sessions",
                            TranscriptCommands.class,
                            TranscriptCommands::new),
                    new Group(
                            "",
                            "Questions to past sessions",
                            SeanceCommands.class,
                            SeanceCommands::new));

    private static final Map<String, Group> BY_WORD = byWord();

    boolean flat() {
        return word.isEmpty();
    }

    static Optional<Group> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /// Every word that may follow `gt`.
    static List<String> words() {
        return List.copyOf(BY_WORD.keySet());
    }

    /// Its verbs, in the order of the help.
    List<Command> verbs() {
        List<Command> verbs = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            Command verb = method.getAnnotation(Command.class);
            if (verb != null && !verb.hidden()) {
                verbs.add(verb);
            }
        }
        verbs.sort(Comparator.comparing(Command::name));
        return verbs;
    }

    CommandLine line(Call call) {
        CommandLine line = new CommandLine(maker.apply(call));
        line.setUsageHelpWidth(Math.min(110, call.screen().width()));
        line.setUnmatchedOptionsArePositionalParams(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        addHelp(line);
        line.getSubcommands().values().forEach(Group::addHelp);
        return line;
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(
                        CommandLine.Model.OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Shows this help.")
                                .build());
    }

    private static Map<String, Group> byWord() {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Group group : ALL) {
            if (group.flat()) {
                group.verbs().forEach(verb -> groups.put(verb.name(), group));
            } else {
                groups.put(group.word(), group);
            }
        }
        return groups;
    }
}
