package dev.townhall.core.reception;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.ConvoyCard;
import dev.townhall.core.chat.Words;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoy.State;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Launching;
import dev.townhall.core.convoy.Plan;
import dev.townhall.core.convoy.PlanText;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.convoy.Tasks;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plans and convoys.
final class ConvoyVerbs {
    private static final int LISTED_MAX = 15;

    private ConvoyVerbs() {}

    /// A plan in a channel becomes a staged convoy; in the thread of a staged one it replaces its
    /// plan.
    static Answer plan(Asked asked, Verb.PlanWork verb) {
        Optional<BeadId> thread = asked.impliedConvoy();
        if (thread.isPresent() && verb.rig().isEmpty()) {
            return edit(asked, thread.get(), verb.text(), verb.lineShift());
        }
        Rig rig = asked.rig(verb.rig());
        asked.need(Role.OPERATOR, rig.name(), "planning");
        Plan plan = PlanText.require(verb.text(), verb.lineShift());
        BeadId id = Convoys.stage(asked.tx(), rig.name(), plan, verb.text());
        Card card = ConvoyCard.of(asked.tx(), id);
        boolean shownHere = asked.impliedRig().map(rig.name()::equals).orElse(false);
        return new Answer(card, List.of(id), !shownHere);
    }

    static Answer edit(Asked asked, Verb.Edit verb) {
        BeadId id = asked.convoy(verb.id(), List.of(State.STAGED));
        Convoy convoy = Convoys.get(asked.tx(), id);
        if (verb.text().isBlank()) {
            asked.need(Role.VIEWER, convoy.rig(), "looking at " + id);
            return new Answer(
                    new Card(
                            "How to edit " + id,
                            Card.Tone.PLAIN,
                            List.of(),
                            Optional.empty(),
                            List.of(
                                    new Card.Text(
                                            "Say edit "
                                                    + id
                                                    + " with the whole new plan on the lines below. The plan now:"),
                                    new Card.Code("", convoy.planText())),
                            List.of(),
                            "Say edit " + id + " and the new plan below it."),
                    List.of(id),
                    true);
        }
        if (!verb.title().isBlank()) {
            throw TownException.badInput(
                    "The new plan of %s stands on the lines below, and nothing beside its id."
                            .formatted(id));
        }
        return edit(asked, id, verb.text(), 0);
    }

    private static Answer edit(Asked asked, BeadId id, String text, int lineShift) {
        RigName rig = Convoys.get(asked.tx(), id).rig();
        asked.need(Role.OPERATOR, rig, "editing a plan");
        if (Convoys.get(asked.tx(), id).state() != State.STAGED) {
            throw TownException.wrongState(
                    "The plan of %s cannot be edited: it is %s. Post the new plan in #%s instead."
                            .formatted(id, Words.lower(Convoys.get(asked.tx(), id).state()), rig));
        }
        Convoys.restage(asked.tx(), id, PlanText.require(text, lineShift), text);
        return new Answer(ConvoyCard.of(asked.tx(), id), List.of(id), false)
                .postedIf(!asked.inThread());
    }

    static Answer launch(Asked asked, Verb.Launch verb) {
        BeadId id = asked.convoy(verb.id(), List.of(State.STAGED));
        Convoy convoy = Convoys.get(asked.tx(), id);
        boolean commands =
                convoy.beads().stream().map(asked.tx()::get).anyMatch(Tasks::runsCommands);
        asked.need(
                commands ? Role.APPROVER : Role.OPERATOR,
                convoy.rig(),
                commands ? "launching commands" : "launching");
        if (verb.plan().isPresent()
                && convoy.state() == State.STAGED
                && !verb.plan().get().equals(ConvoyCard.fingerprint(convoy))) {
            throw TownException.conflict(
                    "The plan of %s was changed after that button was shown. Look at it again, then launch."
                            .formatted(id));
        }
        Convoys.launch(asked.tx(), id);
        return told(
                asked,
                id,
                "Launched %s: %s",
                Words.count(convoy.beads().size(), "bead") + "." + standstill(asked, id));
    }

    /// What keeps an open convoy from being begun, as a sentence to add; mostly empty.
    static String standstill(Asked asked, BeadId id) {
        return Launching.standstill(asked.tx(), Convoys.get(asked.tx(), id))
                .map(why -> " " + why)
                .orElse("");
    }

    static Answer pause(Asked asked, Optional<String> named) {
        BeadId id = asked.convoy(named, List.of(State.OPEN));
        asked.need(Role.OPERATOR, Convoys.get(asked.tx(), id).rig(), "pausing");
        if (Convoys.get(asked.tx(), id).paused()) {
            return Answer.line(id + " is paused already.", id);
        }
        Convoys.pause(asked.tx(), id);
        return told(asked, id, "Paused %s%s", ".");
    }

    static Answer resume(Asked asked, Optional<String> named) {
        BeadId id = asked.convoy(named, List.of(State.OPEN));
        Convoy convoy = Convoys.get(asked.tx(), id);
        asked.need(Role.OPERATOR, convoy.rig(), "resuming");
        if (convoy.state() == State.OPEN && !convoy.paused()) {
            return Answer.line(id + " is not paused.", id);
        }
        Convoys.resume(asked.tx(), id);
        return told(asked, id, "Resumed %s%s", ".");
    }

    static Answer drop(Asked asked, BeadId id) {
        Convoy convoy = Convoys.get(asked.tx(), id);
        asked.need(Role.OPERATOR, convoy.rig(), "dropping a convoy");
        Convoys.drop(asked.tx(), id);
        return told(asked, id, "Dropped %s%s", ".");
    }

    static Answer status(Asked asked, Optional<String> named) {
        BeadId id = asked.convoy(named, List.of(State.OPEN, State.STAGED));
        return new Answer(withoutActions(ConvoyCard.of(asked.tx(), id)), List.of(id), true);
    }

    static Answer list(Asked asked) {
        List<Bead> convoys = asked.convoys();
        List<Card.Row> rows = new ArrayList<>();
        for (Bead bead : convoys.stream().limit(LISTED_MAX).toList()) {
            Convoy convoy = Convoys.get(asked.tx(), bead.id());
            rows.add(
                    new Card.Row(
                            "",
                            bead.id().text(),
                            bead.title(),
                            "%s, %s, %s"
                                    .formatted(
                                            convoy.paused()
                                                    ? "paused"
                                                    : Words.lower(convoy.state()),
                                            Tally.of(asked.tx(), convoy),
                                            convoy.rig()),
                            ""));
        }
        if (rows.isEmpty()) {
            return Answer.line(
                    "There is no convoy yet. Write a list in a rig's channel to plan one.");
        }
        String title =
                convoys.size() > LISTED_MAX
                        ? "The newest %s of %s convoys".formatted(LISTED_MAX, convoys.size())
                        : Words.count(rows.size(), "convoy");
        return Answer.of(Lists.card(title, rows));
    }

    static Card withoutActions(Card card) {
        return new Card(
                card.title(),
                card.tone(),
                card.fields(),
                card.progress(),
                card.body(),
                List.of(),
                card.fallback());
    }

    /// In its thread the town's own milestone says it.
    private static Answer told(Asked asked, BeadId id, String text, String rest) {
        return Answer.line(text.formatted(id, rest), id).postedIf(!asked.inThread());
    }
}
