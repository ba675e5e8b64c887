package dev.townhall.botslack.blockkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.TownException;
import org.junit.jupiter.api.Test;

final class PlanFormTest {
    @Test
    void whatIsSentBackIsWhatWasShown() {
        String text = "- [ ] one of many\n".repeat(700) + "\n\n- [ ] last";
        PlanForm form = new PlanForm("Edit plan", "T1/C1/1.0", "edit hq-cv-1", text);

        ObjectNode view = submitted(form.view());

        assertThat(MessageRules.faultsOfView(form.view())).isEmpty();
        assertThat(form.view().path("blocks").size()).isGreaterThan(1);
        assertThat(PlanForm.sent(view))
                .contains(new PlanForm.Sent("T1/C1/1.0", "edit hq-cv-1", text));
    }

    @Test
    void anotherViewIsNoForm() {
        assertThat(PlanForm.sent(Nodes.object("modal").put("callback_id", "x"))).isEmpty();
        assertThat(PlanForm.sent(Nodes.object("modal").put("callback_id", "gt-edit"))).isEmpty();
    }

    @Test
    void whatFitsNoFormIsSaidToBeTooLong() {
        assertThatThrownBy(() -> new PlanForm("Edit", "p", "edit x", "x".repeat(3_001)))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("web town hall");
        assertThatThrownBy(() -> new PlanForm("Edit", "p", "edit x", "x\n".repeat(40_000)))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("too long");
    }

    /// As Slack sends it: each entry with the value it began with.
    private static ObjectNode submitted(ObjectNode view) {
        ObjectNode values = view.putObject("state").putObject("values");
        view.path("blocks")
                .forEach(block ->
                        values.putObject(block.path("block_id").asText())
                                .putObject("text")
                                .put(
                                        "value",
                                        block.path("element").path("initial_value").textValue()));
        return view;
    }
}
