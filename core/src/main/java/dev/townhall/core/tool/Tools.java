package dev.townhall.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.person.Role;
import dev.townhall.core.talk.Speakers;
import dev.townhall.core.talk.Talks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What agents can call. Thread-safe.
///
/// A call is carried out in one ledger transaction, which checks the caller's fencing number itself:
/// a session that was superseded changes nothing, however late its call arrives. What goes wrong is
/// told to the agent as text that says what was expected and what to do next; then nothing was
/// changed.
public final class Tools {
    private static final Logger LOG = LoggerFactory.getLogger(Tools.class);

    private final Ledger ledger;
    private final Credentials credentials;
    private final List<Tool> all;

    /// Who lets a plan run that an agent made.
    public enum Launch {
        /// People, by the button on its card.
        BY_PEOPLE,
        /// The agent itself, when everybody whom it answers could do so.
        BY_AGENTS
    }

    /// @param patience how long a question waits for a person
    /// @param priming behind the tool `prime`, which is not there without it
    public Tools(
            Ledger ledger,
            Credentials credentials,
            Duration patience,
            Launch launch,
            Optional<Priming> priming) {
        this.ledger = ledger;
        this.credentials = credentials;
        List<Tool> tools = new ArrayList<>();
        priming.ifPresent(it -> tools.add(HookTools.prime(it)));
        tools.addAll(HookTools.all());
        tools.addAll(WitnessTools.all());
        tools.addAll(ViewTools.all());
        tools.addAll(BeadTools.all(credentials));
        tools.addAll(TownTools.all(credentials, launch));
        tools.addAll(PeopleTools.all(patience));
        tools.addAll(MailTools.all());
        tools.addAll(MemoryTools.all());
        tools.addAll(FileTools.all());
        this.all = List.copyOf(tools);
    }

    /// All tools there are, in the order they are shown.
    public List<ToolSpec> specs() {
        return all.stream().map(Tool::spec).toList();
    }

    /// The tools of a role; it sees no others.
    public List<ToolSpec> visibleTo(AgentRole role) {
        return specs().stream().filter(spec -> spec.roles().contains(role)).toList();
    }

    public ToolAnswer call(Credential who, String name, JsonNode arguments) {
        try {
            Tool tool = tool(who, name);
            Tool.Call call =
                    new Tool.Call(
                            who,
                            tool.fields().read(name, arguments),
                            tool.spec().readOnly() ? Role.VIEWER : Role.OPERATOR);
            String answer =
                    switch (tool.work()) {
                        case Tool.Reads(Tool.Reader reader) ->
                                ledger.read(view -> {
                                    check(view, call);
                                    return reader.read(view, call);
                                });
                        case Tool.Writes(Tool.Writer writer) ->
                                ledger.write(
                                        who.agent(),
                                        tx -> {
                                            check(tx, call);
                                            return writer.write(tx, call);
                                        });
                    };
            return new ToolAnswer(Said.cut(answer), false);
        } catch (TownException e) {
            return refused(who, name, e);
        }
    }

    private ToolAnswer refused(Credential who, String name, TownException why) {
        if (why.code() == ErrorCode.BUG || why.code() == ErrorCode.DAMAGED) {
            LOG.atError()
                    .addKeyValue("agent", who.agent())
                    .addKeyValue("tool", name)
                    .setCause(why)
                    .log("a tool failed");
            return new ToolAnswer(
                    "The town stumbled over this call; its log says where. Nothing was changed.",
                    true);
        }
        return new ToolAnswer(Sanitizer.text(String.valueOf(why.getMessage())), true);
    }

    /// The caller's session must be alive and must not be superseded; one that talks must answer
    /// somebody, and on its own rig all whom it answers must be allowed what it wants to do.
    private void check(LedgerView view, Tool.Call call) {
        Credential who = call.who();
        if (!credentials.isLive(who)) {
            throw TownException.forbidden(
                    "The session of %s is over: it can call nothing. End it."
                            .formatted(who.agent()));
        }
        if (who.role().talks()) {
            checkSpeakers(view, call);
        }
        if (who.role() == AgentRole.POLECAT) {
            Hooks.check(view, who.agentBead(), who.fence());
        } else {
            Hooks.checkFence(view, who.agentBead(), who.fence());
        }
    }

    private static void checkSpeakers(LedgerView view, Tool.Call call) {
        Optional<Speakers> speakers = Talks.speakers(view, call.who().agentBead());
        if (speakers.filter(it -> !it.all().isEmpty()).isEmpty()) {
            throw TownException.forbidden("You answer nobody just now. End your turn.");
        }
        Optional<RigName> rig = call.who().rig();
        if (rig.isPresent() && !speakers.get().may(call.least(), rig.get())) {
            throw TownException.forbidden(
                    "You answer somebody who has not the role %s on rig %s, which this needs."
                            .formatted(call.least().name().toLowerCase(Locale.ROOT), rig.get()));
        }
    }

    private Tool tool(Credential who, String name) {
        return all.stream()
                .filter(tool ->
                        tool.spec().name().equals(name) && tool.spec().roles().contains(who.role()))
                .findFirst()
                .orElseThrow(() ->
                        TownException.forbidden(
                                "A %s has no tool '%s'. It has %s."
                                        .formatted(
                                                who.role().word(),
                                                name.length() > 40 ? name.substring(0, 40) : name,
                                                visibleTo(who.role()).stream()
                                                        .map(ToolSpec::name)
                                                        .collect(Collectors.joining(", ")))));
    }
}
