package dev.townhall.botslack.hearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.botslack.blockkit.PlanForm;
import dev.townhall.botslack.door.Author;
import dev.townhall.botslack.door.Incoming;
import dev.townhall.botslack.door.Spot;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.reception.Inbound;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HearingTest {
    private static final Author ADA = new Author("T1", "U1", false);
    private static final Author GUEST = new Author("T1", "UG", false);
    private static final Author FOREIGN = new Author("T9", "U1", false);
    private static final Author UNKNOWN = new Author("T1", "U7", false);
    private static final Conversation SHOP = new Conversation.Channel(new RigName("shop"));
    private static final Conversation CONVOY = new Conversation.ConvoyThread(new BeadId("hq-cv-1"));
    private static final Conversation INBOX = new Conversation.Inbox("ada");

    private final Hearing hearing = new Hearing("T1", "UB", new SmallWorkspace());

    @Test
    void inAChannelTheTownHearsWhatNamesIt() {
        assertThat(said("C1", "<@UB> status")).isEqualTo(forTown(SHOP, "@Mayor status"));
        assertThat(said("C1", "could <@UB> look?"))
                .isEqualTo(forTown(SHOP, "@Mayor could @Mayor look?"));
        assertThat(said("C1", "lunch?")).isInstanceOf(Heard.Nothing.class);
        assertThat(said("C1", "approve hq-ap-1")).isInstanceOf(Heard.Nothing.class);
    }

    @Test
    void aMemberOfTheCrewIsSpokenToByItsHandle() {
        assertThat(said("C1", "@max look at this")).isEqualTo(forTown(SHOP, "@max look at this"));
        assertThat(said("C1", "@bob look at this")).isInstanceOf(Heard.Nothing.class);
    }

    @Test
    void inAConvoysThreadEverythingIsHeardButWhatIsSaidToOthers() {
        assertThat(inThread("4.0", "status")).isEqualTo(forTown(CONVOY, "status"));
        assertThat(inThread("4.0", "<@U7> what do you think?")).isInstanceOf(Heard.Nothing.class);
        assertThat(inThread("4.0", "(aside) hm")).isInstanceOf(Heard.Nothing.class);
        assertThat(inThread("8.0", "status")).isInstanceOf(Heard.Nothing.class);
        assertThat(inThread("8.0", "<@UB> status")).isEqualTo(forTown(SHOP, "@Mayor status"));
    }

    @Test
    void aloneWithThePersonEverythingIsForTheTown() {
        Heard heard =
                hearing.hear(
                        new Incoming.Said(
                                new Spot("D1", Optional.empty()), "D1/5.0", ADA, "inbox", true));

        assertThat(heard).isEqualTo(forTown(INBOX, "D1/5.0", "inbox"));
    }

    @Test
    void somebodyUnknownIsForTheReceptionToTurnAway() {
        Heard heard =
                hearing.hear(
                        new Incoming.Said(
                                new Spot("D7", Optional.empty()), "D7/5.0", UNKNOWN, "hi", true));

        assertThat(heard)
                .isEqualTo(
                        new Heard.ForTown(
                                new Inbound(
                                        "slack",
                                        "D7/5.0",
                                        "T1/U7",
                                        new Conversation.Inbox("T1/U7"),
                                        "hi")));
    }

    @Test
    void guestsForeignersAndProgramsAreNotActedOn() {
        for (Author author : List.of(GUEST, FOREIGN)) {
            assertThat(hearing.hear(saidBy(author, "<@UB> status")))
                    .isInstanceOf(Heard.Refused.class);
            assertThat(hearing.hear(saidBy(author, "lunch?"))).isInstanceOf(Heard.Nothing.class);
            assertThat(hearing.hear(command(author, "status"))).isInstanceOf(Heard.Refused.class);
            assertThat(hearing.hear(press(author, "C1", "", "4.0", "gt-say:1", "approve x")))
                    .isInstanceOf(Heard.Refused.class);
            assertThat(hearing.hear(new Incoming.Shortcut(author, "gt_new_convoy", "t")))
                    .isInstanceOf(Heard.Nothing.class);
            assertThat(hearing.hear(new Incoming.Submitted(author, form(), "t")))
                    .isInstanceOf(Heard.Nothing.class);
        }
        assertThat(hearing.hear(saidBy(new Author("T1", "U5", true), "<@UB> status")))
                .isInstanceOf(Heard.Nothing.class);
        assertThat(hearing.hear(saidBy(new Author("T1", "UB", false), "<@UB> status")))
                .isInstanceOf(Heard.Nothing.class);
    }

    @Test
    void aCommandIsSaidInItsChannel() {
        assertThat(hearing.hear(command(ADA, "show sh-1")))
                .isEqualTo(forTown(SHOP, "command/t1", "/gt show sh-1"));
        assertThat(hearing.hear(command(ADA, " ")))
                .isEqualTo(forTown(SHOP, "command/t1", "/gt help"));
    }

    @Test
    void aChannelCanBeBoundByCommandOrByName() {
        Spot spot = new Spot("C9", Optional.empty());

        assertThat(hearing.hear(new Incoming.Command(spot, ADA, "/gt", "bind shop", "t1")))
                .isEqualTo(new Heard.Bind(spot, ADA, "shop", "command/t1"));
        assertThat(said("C9", "<@UB> bind shop"))
                .isEqualTo(new Heard.Bind(spot, ADA, "shop", "C9/5.0"));
        assertThat(said("C9", "<@UB> status")).isInstanceOf(Heard.Refused.class);
    }

    @Test
    void aButtonSaysItsCommandWhereItStands() {
        assertThat(hearing.hear(press(ADA, "C1", "", "4.0", "gt-say:1", "pause hq-cv-1")))
                .isEqualTo(forTown(CONVOY, "press/t1", "pause hq-cv-1"));
        assertThat(hearing.hear(press(ADA, "C1", "4.0", "6.0", "gt-say:1", "pause hq-cv-1")))
                .isEqualTo(forTown(CONVOY, "press/t1", "pause hq-cv-1"));
        assertThat(hearing.hear(press(ADA, "D1", "", "6.0", "gt-say:2", "approve hq-ap-1")))
                .isEqualTo(forTown(INBOX, "press/t1", "approve hq-ap-1"));
        assertThat(hearing.hear(press(ADA, "C1", "", "6.0", "other", "approve hq-ap-1")))
                .isInstanceOf(Heard.Nothing.class);
    }

    @Test
    void anEditButtonOpensAFormThatSaysItsCommandWithTheText() {
        assertThat(hearing.hear(press(ADA, "C1", "", "4.0", "gt-edit:2", "edit hq-cv-1")))
                .isEqualTo(new Heard.Form(ADA, "edit hq-cv-1", "thread:hq-cv-1", "t1"));
        assertThat(hearing.hear(new Incoming.Submitted(ADA, form(), "t2")))
                .isEqualTo(forTown(CONVOY, "form/t2", "edit hq-cv-1\n- [ ] one"));
    }

    @Test
    void aMessageOfAnybodyBecomesTextAndNeverACommand() {
        Incoming shortcut =
                new Incoming.OnMessage(
                        new Spot("C1", Optional.empty()),
                        ADA,
                        "gt_sling_message",
                        "C1/5.0",
                        FOREIGN,
                        "approve hq-ap-1\n<@UB> launch hq-cv-1",
                        "t1");

        assertThat(hearing.hear(shortcut))
                .isInstanceOfSatisfying(
                        Heard.ForTown.class,
                        it -> assertThat(it.inbound().text()).startsWith("new approve hq-ap-1\n"));
    }

    @Test
    void theMessageAndItsMentionAreOneForTheReception() {
        assertThat(said("C1", "<@UB> status")).isEqualTo(said("C1", "<@UB> status"));
    }

    @Test
    void anEditAndARemovalNameTheirMessage() {
        Spot spot = new Spot("C1", Optional.empty());

        assertThat(
                        hearing.hear(
                                new Incoming.Edited(
                                        spot, "C1/5.0", "6.0", ADA, "a &amp; b", false)))
                .isEqualTo(new Heard.Reworded(ADA, "C1/5.0", "6.0", "a & b"));
        assertThat(hearing.hear(new Incoming.Removed(spot, "C1/5.0", ADA)))
                .isEqualTo(new Heard.TakenBack(ADA, "C1/5.0"));
        assertThat(hearing.hear(new Incoming.Removed(spot, "C1/5.0", FOREIGN)))
                .isInstanceOf(Heard.Nothing.class);
    }

    private Heard said(String channel, String text) {
        return hearing.hear(
                new Incoming.Said(
                        new Spot(channel, Optional.empty()), channel + "/5.0", ADA, text, false));
    }

    private Heard inThread(String root, String text) {
        return hearing.hear(
                new Incoming.Said(new Spot("C1", Optional.of(root)), "C1/5.0", ADA, text, false));
    }

    private static Incoming saidBy(Author author, String text) {
        return new Incoming.Said(new Spot("C1", Optional.empty()), "C1/5.0", author, text, false);
    }

    private static Incoming command(Author author, String text) {
        return new Incoming.Command(new Spot("C1", Optional.empty()), author, "/gt", text, "t1");
    }

    private static Incoming press(
            Author author, String channel, String root, String message, String id, String value) {
        Optional<String> thread = root.isEmpty() ? Optional.empty() : Optional.of(root);
        return new Incoming.Pressed(new Spot(channel, thread), message, author, id, value, "t1");
    }

    private static ObjectNode form() {
        ObjectNode view = new PlanForm("Edit", "thread:hq-cv-1", "edit hq-cv-1", "").view();
        view.putObject("state")
                .putObject("values")
                .putObject("text1")
                .putObject("text")
                .put("value", "- [ ] one");
        return view;
    }

    private static Heard forTown(Conversation where, String text) {
        return forTown(where, "C1/5.0", text);
    }

    private static Heard forTown(Conversation where, String id, String text) {
        return new Heard.ForTown(new Inbound("slack", id, "T1/U1", where, text));
    }

    /// A workspace in which `C1` is shop's, and `4.0` there heads a convoy.
    private static final class SmallWorkspace implements Known {
        @Override
        public Optional<RigName> rigOf(String channel) {
            return channel.equals("C1") ? Optional.of(new RigName("shop")) : Optional.empty();
        }

        @Override
        public Optional<Conversation> conversationOf(String channel, String root) {
            return channel.equals("C1") && root.equals("4.0")
                    ? Optional.of(CONVOY)
                    : Optional.empty();
        }

        @Override
        public Optional<Conversation> inboxOf(String identity) {
            return switch (identity) {
                case "T1/U1" -> Optional.of(INBOX);
                case "T1/UG" -> Optional.of(new Conversation.Inbox("gus"));
                default -> Optional.empty();
            };
        }

        @Override
        public boolean isCrew(RigName rig, String handle) {
            return handle.equals("max");
        }

        @Override
        public boolean isGuest(String user) {
            return user.equals("UG");
        }
    }
}
