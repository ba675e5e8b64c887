package dev.townhall.botslack;

import dev.townhall.botslack.blockkit.BlockKit;
import dev.townhall.botslack.blockkit.Message;
import dev.townhall.botslack.blockkit.PlanForm;
import dev.townhall.botslack.door.Author;
import dev.townhall.botslack.door.Delivery;
import dev.townhall.botslack.door.FrontDoor.Verdict;
import dev.townhall.botslack.door.Incoming;
import dev.townhall.botslack.door.Spot;
import dev.townhall.botslack.hearing.Heard;
import dev.townhall.botslack.hearing.Hearing;
import dev.townhall.botslack.webapi.Answer;
import dev.townhall.botslack.webapi.WebApi;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Bindings;
import dev.townhall.core.chat.Card;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Rights;
import dev.townhall.core.person.Role;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.rig.Rigs;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in what came through the front door. What a person said is in the ledger, with its
/// consequences, before Slack is told that it was taken; only then anything is asked of Slack again.
/// Where the ledger cannot take it, Slack is told so and sends it again. Thread-safe.
public final class Listening {
    private static final Logger log = LoggerFactory.getLogger(Listening.class);
    private static final String EDIT = "edit ";

    private final String team;
    private final Hearing hearing;
    private final Reception reception;
    private final Ledger ledger;
    private final WebApi api;
    private final Executor later;
    private final Consumer<Heard> others;

    /// @param team of the workspace
    /// @param later runs calls to Slack that nobody waits for
    /// @param others is told what is no message: edits, removals, what happens to channels
    public Listening(
            String team,
            Hearing hearing,
            Reception reception,
            Ledger ledger,
            WebApi api,
            Executor later,
            Consumer<Heard> others) {
        this.team = team;
        this.hearing = hearing;
        this.reception = reception;
        this.ledger = ledger;
        this.api = api;
        this.later = later;
        this.others = others;
    }

    /// What Slack is answered.
    ///
    /// @param body JSON or plain text, may be empty
    public record Ack(int status, String body) {
        static final Ack TAKEN = new Ack(200, "");
    }

    public Ack take(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refused(int status, String why) -> {
                log.atWarn().addKeyValue("outcome", status).log("refused at Slack's door: {}", why);
                yield new Ack(status, "");
            }
            case Verdict.Admitted(Delivery delivery) -> {
                try {
                    yield take(delivery);
                } catch (TownException e) {
                    if (e.code() != ErrorCode.UNAVAILABLE) {
                        throw e;
                    }
                    log.atWarn().setCause(e).log("not taken: Slack will send it again");
                    yield new Ack(503, "");
                }
            }
        };
    }

    private Ack take(Delivery delivery) {
        if (delivery.what() instanceof Incoming.Handshake(String challenge)) {
            return new Ack(200, challenge);
        }
        Heard heard = hearing.hear(delivery.what());
        switch (heard) {
            case Heard.ForTown forTown -> {
                Reception.Reply reply = reception.receive(forTown.inbound());
                return delivery.what() instanceof Incoming.Submitted ? ofForm(reply) : Ack.TAKEN;
            }
            case Heard.Form form -> later.execute(() -> open(form));
            case Heard.Bind bind -> bind(bind);
            case Heard.Refused(Author author, Spot spot, String why) -> whisper(author, spot, why);
            case Heard.Reworded _, Heard.TakenBack _, Heard.Housekeeping _ -> others.accept(heard);
            case Heard.Nothing _ -> {}
        }
        return Ack.TAKEN;
    }

    /// A form stays open, with the reason below its text, where it was refused.
    private static Ack ofForm(Reception.Reply reply) {
        if (!(reply instanceof Reception.Reply.Refused(ErrorCode _, String text))) {
            return Ack.TAKEN;
        }
        return new Ack(
                200,
                Json.object()
                        .put("response_action", "errors")
                        .set("errors", PlanForm.fault(text))
                        .toString());
    }

    private void open(Heard.Form form) {
        try {
            String text = textOf(form.command());
            String title = form.command().equals("plan") ? "New convoy" : "Edit";
            String view =
                    new PlanForm(title, form.conversation(), form.command(), text)
                            .view()
                            .toString();
            if (api.openForm(form.trigger(), view) instanceof Answer.Failed<Boolean> failed) {
                log.atWarn().addKeyValue("error", failed.error()).log("a form did not open");
            }
        } catch (TownException e) {
            log.atInfo().addKeyValue("error", e.getMessage()).log("a form was not opened");
        }
    }

    /// The text that a command changes: a plan's, or a bead's description.
    private String textOf(String command) {
        String name = command.startsWith(EDIT) ? command.substring(EDIT.length()).strip() : "";
        if (!BeadId.isWellFormed(name)) {
            return "";
        }
        BeadId id = new BeadId(name);
        return ledger.read(view ->
                view.find(id)
                        .map(bead ->
                                Convoy.ASPECT
                                        .of(bead)
                                        .map(Convoy::planText)
                                        .orElseGet(bead::description))
                        .orElse(""));
    }

    /// Only an owner ties a rig to a channel: whoever is in it reads the rig's talk from then on.
    private void bind(Heard.Bind bind) {
        String place = team + "/" + bind.spot().channel();
        String said;
        try {
            Check.that(
                    !bind.spot().isDirect() && !bind.spot().channel().isEmpty(),
                    "Say that in the channel that is to be the home of the rig.");
            RigName rig = new RigName(bind.rig());
            Person person = person(bind.author());
            ledger.write(
                    person.actor(),
                    tx -> {
                        Rights.need(
                                person,
                                Role.OWNER,
                                Optional.of(Rigs.get(tx, rig).name()),
                                "making a channel the home of a rig");
                        Bindings.bind(tx, rig, Hearing.NETWORK, place);
                        return true;
                    });
            said = "This is the channel of rig " + rig + " now.";
        } catch (TownException e) {
            if (e.code() == ErrorCode.UNAVAILABLE) {
                throw e;
            }
            said = String.valueOf(e.getMessage());
        }
        whisper(bind.author(), bind.spot(), said);
    }

    private Person person(Author author) {
        return ledger.read(view -> People.byIdentity(view, Hearing.NETWORK, author.id()))
                .orElseThrow(() ->
                        TownException.forbidden(
                                "I do not know %s. An owner can add you on the terminal."
                                        .formatted(author.id())));
    }

    private void whisper(Author author, Spot spot, String text) {
        if (!spot.channel().isEmpty()) {
            later.execute(() -> {
                Message message = BlockKit.textOnly(Card.line(text));
                if (api.whisper(spot.channel(), spot.thread(), author.user(), message)
                        instanceof Answer.Failed<Boolean> failed) {
                    log.atInfo().addKeyValue("error", failed.error()).log("not whispered");
                }
            });
        }
    }
}
