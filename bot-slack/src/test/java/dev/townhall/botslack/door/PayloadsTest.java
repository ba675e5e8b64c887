package dev.townhall.botslack.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.botslack.door.Incoming.Command;
import dev.townhall.botslack.door.Incoming.Edited;
import dev.townhall.botslack.door.Incoming.Ignored;
import dev.townhall.botslack.door.Incoming.OnMessage;
import dev.townhall.botslack.door.Incoming.Pressed;
import dev.townhall.botslack.door.Incoming.Removed;
import dev.townhall.botslack.door.Incoming.Revoked;
import dev.townhall.botslack.door.Incoming.Said;
import dev.townhall.botslack.door.Incoming.Submitted;
import dev.townhall.core.foundation.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PayloadsTest {
    private static final Author ADA = new Author("T1", "U1", false);

    @Test
    void aMessageAndTheMentionInItHaveOneId() {
        Said message = (Said) event("{'type':'message','text':'<@UB> hi'," + PLACE + "}");
        Said mention = (Said) event("{'type':'app_mention','text':'<@UB> hi'," + PLACE + "}");

        assertThat(message.id()).isEqualTo("C1/5.1").isEqualTo(mention.id());
        assertThat(message).isEqualTo(mention);
    }

    @Test
    void aReplyKnowsItsThreadAndARootIsNoReply() {
        Said reply = (Said) event("{'type':'message','text':'x','thread_ts':'4.0'," + PLACE + "}");
        Said root = (Said) event("{'type':'message','text':'x','thread_ts':'5.1'," + PLACE + "}");

        assertThat(reply.spot()).isEqualTo(new Spot("C1", Optional.of("4.0")));
        assertThat(root.spot()).isEqualTo(new Spot("C1", Optional.empty()));
    }

    @Test
    void programsAreNotHeard() {
        for (String mark :
                List.of(
                        "'bot_id':'B1'",
                        "'app_id':'A1'",
                        "'bot_profile':{}",
                        "'subtype':'bot_message'")) {
            assertThat(event("{'type':'message','text':'x'," + mark + "," + PLACE + "}"))
                    .isInstanceOf(Ignored.class);
            assertThat(event("{'type':'app_mention','text':'x'," + mark + "," + PLACE + "}"))
                    .isInstanceOf(Ignored.class);
        }
    }

    @Test
    void somebodyOfAnotherWorkspaceIsNamedAsSuch() {
        Said said = (Said) event("{'type':'message','text':'x','user_team':'T9'," + PLACE + "}");

        assertThat(said.author()).isEqualTo(new Author("T9", "U1", false));
    }

    @Test
    void whatIsSaidToTheBotAloneIsDirect() {
        Said direct =
                (Said)
                        event(
                                "{'type':'message','channel_type':'im','text':'x','channel':'D1','user':'U1','ts':'5.1'}");

        assertThat(direct.direct()).isTrue();
        assertThat(
                        ((Said)
                                        event(
                                                "{'type':'message','channel_type':'mpim','text':'x',"
                                                        + PLACE
                                                        + "}"))
                                .direct())
                .isFalse();
    }

    @Test
    void anEditHasTheIdOfItsMessage() {
        Incoming edited =
                event(
                        "{'type':'message','subtype':'message_changed','channel':'C1','ts':'9.0',"
                                + "'message':{'user':'U1','text':'new','ts':'5.1','edited':{'ts':'8.0'}},"
                                + "'previous_message':{'user':'U1','text':'old','ts':'5.1'}}");

        assertThat(edited)
                .isEqualTo(
                        new Edited(
                                new Spot("C1", Optional.empty()),
                                "C1/5.1",
                                "8.0",
                                ADA,
                                "new",
                                false));
    }

    @Test
    void aPreviewThatSlackAddsIsNoEdit() {
        assertThat(
                        event(
                                "{'type':'message','subtype':'message_changed','channel':'C1','ts':'9.0',"
                                        + "'message':{'user':'U1','text':'same','ts':'5.1'},"
                                        + "'previous_message':{'user':'U1','text':'same','ts':'5.1'}}"))
                .isInstanceOf(Ignored.class);
    }

    @Test
    void aRemovedMessageIsNamed() {
        Incoming removed =
                event(
                        "{'type':'message','subtype':'message_deleted','channel':'C1','deleted_ts':'5.1',"
                                + "'previous_message':{'user':'U1','text':'x','ts':'5.1'}}");

        assertThat(removed).isEqualTo(new Removed(new Spot("C1", Optional.empty()), "C1/5.1", ADA));
    }

    @Test
    void aCommandIsReadFromItsForm() {
        Delivery delivery =
                Payloads.ofBody(
                        "command=%2Fgt&text=show+a%26b&team_id=T1&user_id=U1&channel_id=C1&api_app_id=A1&trigger_id=1.2.x");

        assertThat(delivery)
                .isEqualTo(
                        new Delivery(
                                "1.2.x",
                                "A1",
                                List.of("T1"),
                                "",
                                new Command(
                                        new Spot("C1", Optional.empty()),
                                        ADA,
                                        "/gt",
                                        "show a&b",
                                        "1.2.x")));
    }

    @Test
    void aPressSaysWhoPressedWhatWhere() {
        Incoming pressed =
                Payloads.ofJson(
                                json(
                                        "{'type':'block_actions','team':{'id':'T1'},'user':{'id':'U1','team_id':'T1'},"
                                                + "'container':{'type':'message','message_ts':'7.0','channel_id':'C1','thread_ts':'4.0'},"
                                                + "'trigger_id':'t','actions':[{'action_id':'gt-say:1','value':'approve x'}]}"))
                        .what();

        assertThat(pressed)
                .isEqualTo(
                        new Pressed(
                                new Spot("C1", Optional.of("4.0")),
                                "7.0",
                                ADA,
                                "gt-say:1",
                                "approve x",
                                "t"));
    }

    @Test
    void aFormAndAShortcutOnAMessageAreRead() {
        Incoming sent =
                Payloads.ofJson(
                                json(
                                        "{'type':'view_submission','team':{'id':'T1'},'user':{'id':'U1'},'view':{'id':'V1'},'trigger_id':'t'}"))
                        .what();
        Incoming shortcut =
                Payloads.ofJson(
                                json(
                                        "{'type':'message_action','team':{'id':'T1'},'user':{'id':'U1'},'channel':{'id':'C1'},"
                                                + "'callback_id':'gt_sling_message','message_ts':'5.1','trigger_id':'t',"
                                                + "'message':{'user':'U2','team':'T1','text':'do it','ts':'5.1'}}"))
                        .what();

        assertThat(sent).isEqualTo(new Submitted(ADA, json("{'id':'V1'}"), "t"));
        assertThat(shortcut)
                .isEqualTo(
                        new OnMessage(
                                new Spot("C1", Optional.empty()),
                                ADA,
                                "gt_sling_message",
                                "C1/5.1",
                                new Author("T1", "U2", false),
                                "do it",
                                "t"));
    }

    @Test
    void onlyTheBotsOwnTokenMatters() {
        assertThat(event("{'type':'tokens_revoked','tokens':{'oauth':['U1'],'bot':[]}}"))
                .isInstanceOf(Ignored.class);
        assertThat(event("{'type':'tokens_revoked','tokens':{'bot':['U9']}}"))
                .isInstanceOf(Revoked.class);
        assertThat(event("{'type':'app_uninstalled'}")).isInstanceOf(Revoked.class);
    }

    private static final String PLACE = "'channel':'C1','user':'U1','ts':'5.1'";

    private static Incoming event(String event) {
        ObjectNode payload = Json.object().put("type", "event_callback").put("team_id", "T1");
        payload.set("event", json(event));
        return Payloads.ofJson(payload).what();
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
