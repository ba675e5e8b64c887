package dev.townhall.core.reception;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Script;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.nudge.Nudge;
import dev.townhall.core.nudge.Nudges;
import dev.townhall.core.person.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is said to agents at work.
final class NudgeVerbs {
    private static final Pattern OPTION = Pattern.compile("^--(mode|ttl)[ =]+(\\S+)\\s*");
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,5})([smh])");

    private NudgeVerbs() {}

    static Answer nudge(Asked asked, Optional<String> typed, String options) {
        Agent agent = agent(asked, typed, "nudge");
        asked.need(Role.OPERATOR, agent.rig(), "nudging an agent");
        return queued(asked, agent, draft(agent, "nudge", options, false), "Nudged %s.");
    }

    static Answer handoff(Asked asked, Optional<String> typed, String options) {
        Agent agent = agent(asked, typed, "handoff");
        asked.need(Role.OPERATOR, agent.rig(), "asking an agent to hand off");
        if (agent.role() == AgentRole.CREW) {
            throw TownException.wrongState(
                    "%1$s is in the crew: it hands nothing off. Talk with it: `@%1$s …`, on the terminal `gt crew talk %1$s …`."
                            .formatted(agent.name()));
        }
        if (!agent.role().handsOff()) {
            throw TownException.wrongState(
                    "A %s begins anew in each session and hands nothing off. Nudge it."
                            .formatted(agent.role().word()));
        }
        boolean works =
                Hooks.of(asked.tx(), agent.beadId()) instanceof Hook.Loaded hook
                        && Script.of(asked.tx().get(hook.bead())).isEmpty();
        if (!works) {
            throw TownException.wrongState(
                    "%s has nothing to hand off: %s."
                            .formatted(
                                    agent.name(),
                                    Hooks.of(asked.tx(), agent.beadId()) instanceof Hook.Loaded
                                            ? "it runs commands"
                                            : "its hook is empty"));
        }
        return queued(
                asked, agent, draft(agent, "handoff", options, true), "Asked %s to hand off.");
    }

    private static Answer queued(Asked asked, Agent agent, Nudges.Draft draft, String done) {
        Nudge nudge = Nudges.queue(asked.tx(), draft);
        String text =
                done.formatted(agent.name())
                        + " "
                        + Nudges.outlook(asked.tx(), agent.beadId(), nudge);
        return Answer.line(text, agent.beadId()).postedIf(!asked.inThread());
    }

    private static Nudges.Draft draft(Agent agent, String verb, String options, boolean handoff) {
        Nudge.Mode mode = Nudge.Mode.OF_PEOPLE;
        Optional<Duration> ttl = Optional.empty();
        String rest = options;
        for (Matcher option = OPTION.matcher(rest); option.find(); option = OPTION.matcher(rest)) {
            if (option.group(1).equals("mode")) {
                mode = mode(option.group(2));
            } else {
                ttl = Optional.of(span(option.group(2)));
            }
            rest = rest.substring(option.end());
        }
        if (rest.startsWith("--")) {
            throw TownException.badInput(
                    "%s knows --mode and --ttl: %s nux --mode interrupt --ttl 10m your reason"
                            .formatted(verb, verb));
        }
        return new Nudges.Draft(
                agent.beadId(), mode, Sanitizer.line(rest), handoff, ttl, Optional.empty());
    }

    /// The agent meant.
    static Agent agent(Asked asked, Optional<String> typed, String verb) {
        return asked.agents()
                .one(
                        typed.orElseThrow(() ->
                                TownException.badInput(
                                        "%s takes an agent: %s nux.".formatted(verb, verb))));
    }

    private static Nudge.Mode mode(String word) {
        return Nudge.Mode.of(word)
                .orElseThrow(() ->
                        TownException.badInput(
                                "A nudge's mode is %s; found '%s'."
                                        .formatted(
                                                Arrays.stream(Nudge.Mode.values())
                                                        .map(Nudge.Mode::word)
                                                        .collect(Collectors.joining(", ")),
                                                Sanitizer.line(word))));
    }

    private static Duration span(String word) {
        Matcher span = SPAN.matcher(word);
        if (!span.matches()) {
            throw TownException.badInput(
                    "A nudge's time is a number with s, m or h, such as 10m; found '%s'."
                            .formatted(Sanitizer.line(word)));
        }
        long count = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
