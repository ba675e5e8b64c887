package dev.townhall.core.simulation.chat;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Action;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.SimulatedChat;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.simulation.fault.Faults;
import dev.townhall.core.testing.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Simulated people. They know only what their network shows: they read cards, press buttons, type
/// plans, and now and then do what nobody should.
public final class Townsfolk {
    private static final int PLANS_MAX = 3;
    private static final int TALKS_MAX = 20;
    private static final int NUDGES_MAX = 20;
    private static final int RETRIES_MAX = 3;

    private final RigName rig;
    private final Networks networks;
    private final Mailbag mailbag;
    private final Faults faults;
    private final Dice dice;
    private final Map<String, Integer> pressed = new LinkedHashMap<>();
    private int plans;
    private int edits;
    private int messages;
    private int talks;
    private int nudges;

    public Townsfolk(RigName rig, Networks networks, Mailbag mailbag, Faults faults, Dice dice) {
        this.rig = rig;
        this.networks = networks;
        this.mailbag = mailbag;
        this.faults = faults;
        this.dice = dice;
    }

    /// A button on the screen of a person.
    private record Button(String network, Conversation where, String person, Action action) {
        String word() {
            return action.command().split(" ", 2)[0];
        }
    }

    /// Somebody does something.
    public void act() {
        if (talks < TALKS_MAX && dice.chance(20)) {
            talk();
        } else if (nudges < NUDGES_MAX && dice.chance(10)) {
            nudge();
        } else if (faults.strikes(Fault.PEOPLE_MEDDLE)) {
            meddle();
        } else if (plans < PLANS_MAX && dice.chance(40)) {
            plan();
        } else if (!faults.strikes(Fault.PEOPLE_LATE)) {
            answer();
        }
    }

    /// Somebody does what the town waits for, if anything.
    public void answer() {
        List<Button> useful =
                buttons().stream()
                        .filter(button ->
                                switch (button.word()) {
                                    case "launch", "resume", "approve", "retry" -> true;
                                    default -> false;
                                })
                        .filter(this::isWorthPressing)
                        .toList();
        if (!useful.isEmpty()) {
            Button button = dice.oneOf(useful);
            press(button, insteadOf(button));
        }
    }

    /// Who pressed and sees no change waits a while before pressing again.
    private boolean isWorthPressing(Button button) {
        return !pressed.containsKey(button.action().command()) || dice.chance(5);
    }

    /// What is pressed where `button` was the obvious one: some deny, and nobody retries for ever.
    private String insteadOf(Button button) {
        String command = button.action().command();
        return switch (button.word()) {
            case "approve" ->
                    faults.strikes(Fault.PEOPLE_DENY)
                            ? command.replace("approve", "deny")
                            : command;
            case "retry" ->
                    dice.chance(30) || pressed.getOrDefault("retries", 0) > RETRIES_MAX
                            ? command.replace("retry", "drop")
                            : command;
            default -> command;
        };
    }

    private void press(Button button, String command) {
        pressed.merge(button.action().command(), 1, Integer::sum);
        if (command.startsWith("retry")) {
            pressed.merge("retries", 1, Integer::sum);
        }
        say(button.network(), button.where(), button.person(), command);
        if (faults.strikes(Fault.MESSAGE_TWICE)) {
            say(button.network(), button.where(), button.person(), command);
        }
    }

    private void plan() {
        String network = dice.oneOf(networks.all()).network();
        String text = PlanSketch.of(dice, ++plans);
        say(network, new Conversation.Channel(rig), "ada", text);
    }

    /// Says something to the mayor or to the crew, or asks a past session, now and then several things
    /// at once.
    private void talk() {
        String network = dice.oneOf(networks.all()).network();
        String person = dice.oneOf(List.of("ada", "ann", "oli", "vic"));
        Conversation where =
                dice.chance(60) ? new Conversation.Channel(rig) : new Conversation.Inbox(person);
        String whom =
                switch (dice.below(10)) {
                    case 0, 1, 2, 3 -> "@" + Terminal.MEMBER + " tell";
                    case 4, 5 ->
                            "seance "
                                    + dice.oneOf(List.of("witness", "shop/witness", "furiosa"))
                                    + " Tell";
                    default -> "Tell";
                };
        int messages = dice.between(1, 3);
        for (int i = 0; i < messages; i++) {
            say(
                    network,
                    where,
                    person,
                    whom + " us how it goes with talk#" + ++talks + "#, please");
        }
    }

    /// Tells an agent to look again, or to hand off, whether there is such an agent or not.
    private void nudge() {
        String network = dice.oneOf(networks.all()).network();
        String words = dice.oneOf(List.of("nudge", "nudge", "nudge", "handoff"));
        String agent = dice.oneOf(List.of("nux", "nux", "furiosa", "witness", "slit"));
        String options =
                dice.oneOf(
                        List.of(
                                "",
                                "--mode queue ",
                                "--mode interrupt ",
                                "--mode after-turn --ttl 1m "));
        String person = dice.oneOf(List.of("ada", "oli", "vic"));
        say(
                network,
                new Conversation.Channel(rig),
                person,
                "%s %s %snudge#%s#, please".formatted(words, agent, options, ++nudges));
    }

    private void meddle() {
        List<Button> all = buttons();
        if (all.isEmpty() || dice.chance(15)) {
            String network = dice.oneOf(networks.all()).network();
            String nonsense =
                    dice.oneOf(
                            List.of(
                                    "hello there",
                                    "launhc",
                                    "drop sh-none",
                                    "approve hq-ap-none",
                                    "status",
                                    "crew",
                                    "crew stop " + Terminal.MEMBER,
                                    "inbox",
                                    "mq list",
                                    "- [ ] a  after: 9",
                                    "convoy list"));
            say(network, new Conversation.Channel(rig), somebody(), nonsense);
            return;
        }
        Button button = dice.oneOf(all);
        String command = button.action().command();
        if (button.action().style() == Action.Style.EDIT) {
            command += "\n" + PlanSketch.of(dice, 100 + ++edits);
        }
        boolean other = dice.chance(20) && !(button.where() instanceof Conversation.Inbox);
        String person = other ? somebody() : button.person();
        press(new Button(button.network(), button.where(), person, button.action()), command);
    }

    private String somebody() {
        return dice.oneOf(List.of("ada", "ann", "oli", "vic", "nobody"));
    }

    private void say(String network, Conversation where, String person, String text) {
        mailbag.send(new Inbound(network, "m" + ++messages, person, where, text));
    }

    private List<Button> buttons() {
        List<Button> buttons = new ArrayList<>();
        for (SimulatedChat chat : networks.all()) {
            for (SimulatedChat.Shown shown : chat.seen()) {
                if (shown.card().actions().isEmpty()) {
                    continue;
                }
                Conversation where = Conversation.parse(shown.conversation());
                String person = where instanceof Conversation.Inbox(var name) ? name : "ada";
                for (Action action : shown.card().actions()) {
                    buttons.add(new Button(chat.network(), where, person, action));
                }
            }
        }
        return buttons;
    }
}
