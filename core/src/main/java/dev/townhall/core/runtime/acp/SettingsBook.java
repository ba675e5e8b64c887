package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.spec.AcpSchema;
import com.agentclientprotocol.sdk.spec.AcpSchema.SetSessionConfigOptionRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.SetSessionModeRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.runtime.Setting;
import dev.townhall.core.runtime.Setting.Choice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The settings a session offers: its modes and models, and the agent's own options. Thread-safe.
final class SettingsBook {
    /// The protocol's older way, which agents still offer.
    private static final String SET_MODEL = "session/set_model";

    private static final int SETTINGS_MAX = 50;
    private static final int CHOICES_MAX = 200;
    private static final int TEXT_MAX = 300;
    private static final String YES_NO = "boolean";

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private enum Way {
        MODE,
        MODEL,
        CHOICE,
        YES_NO
    }

    private record Entry(Way way, Setting setting) {}

    /// What to ask the agent for to change a setting.
    record Change(String method, Object params) {}

    /// Reads the answer to a session's beginning.
    synchronized void read(JsonNode answer) {
        JsonNode modes = answer.path("modes");
        if (modes.path("availableModes").isArray()) {
            put(Way.MODE, modes(modes));
        }
        JsonNode models = answer.path("models");
        if (models.path("availableModels").isArray()) {
            put(Way.MODEL, models(models));
        }
        readOptions(answer.path("configOptions"));
    }

    /// Reads the agent's own options; one that doubles the mode or the model only tells its value.
    synchronized void readOptions(JsonNode options) {
        for (JsonNode option : options) {
            String id = Words.text(option, "id");
            Entry known = entries.get(id);
            if (known != null && (known.way() == Way.MODE || known.way() == Way.MODEL)) {
                current(id, Words.text(option, "currentValue"));
            } else if (!id.isBlank()) {
                boolean yesNo = Words.text(option, "type").equals(YES_NO);
                put(yesNo ? Way.YES_NO : Way.CHOICE, option(id, option, yesNo));
            }
        }
    }

    synchronized void current(String id, String value) {
        Entry entry = entries.get(id);
        if (entry != null) {
            Setting old = entry.setting();
            entries.put(
                    id,
                    new Entry(
                            entry.way(),
                            new Setting(
                                    id,
                                    old.label(),
                                    Words.capped(value, TEXT_MAX),
                                    old.choices())));
        }
    }

    synchronized List<Setting> all() {
        return entries.values().stream().map(Entry::setting).toList();
    }

    /// How to set `id`; NOT_FOUND when it, or its value, is not offered.
    synchronized Change change(String session, String id, String value) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw TownException.notFound(
                    "The session offers no setting '%s'; it offers %s."
                            .formatted(id, entries.keySet()));
        }
        List<String> values = entry.setting().choices().stream().map(Choice::value).toList();
        if (!values.isEmpty() && !values.contains(value)) {
            throw TownException.notFound(
                    "The setting '%s' cannot be '%s'; it can be one of %s."
                            .formatted(id, value, values));
        }
        return switch (entry.way()) {
            case MODE ->
                    new Change(
                            AcpSchema.METHOD_SESSION_SET_MODE,
                            new SetSessionModeRequest(session, value));
            case MODEL -> new Change(SET_MODEL, Map.of("sessionId", session, "modelId", value));
            case CHOICE ->
                    new Change(
                            AcpSchema.METHOD_SESSION_SET_CONFIG_OPTION,
                            SetSessionConfigOptionRequest.select(session, id, value));
            case YES_NO ->
                    new Change(
                            AcpSchema.METHOD_SESSION_SET_CONFIG_OPTION,
                            SetSessionConfigOptionRequest.bool(
                                    session, id, Boolean.parseBoolean(value)));
        };
    }

    private void put(Way way, Setting setting) {
        if (entries.size() < SETTINGS_MAX || entries.containsKey(setting.id())) {
            entries.put(setting.id(), new Entry(way, setting));
        }
    }

    private static Setting modes(JsonNode modes) {
        return new Setting(
                Setting.MODE,
                "Mode",
                Words.capped(Words.text(modes, "currentModeId"), TEXT_MAX),
                choices(modes.path("availableModes"), "id"));
    }

    private static Setting models(JsonNode models) {
        return new Setting(
                Setting.MODEL,
                "Model",
                Words.capped(Words.text(models, "currentModelId"), TEXT_MAX),
                choices(models.path("availableModels"), "modelId"));
    }

    private static Setting option(String id, JsonNode option, boolean yesNo) {
        List<Choice> choices =
                yesNo
                        ? List.of(new Choice("true", "yes"), new Choice("false", "no"))
                        : choices(option.path("options"), "value");
        return new Setting(
                Words.capped(id, TEXT_MAX),
                Words.capped(Words.given(option, "name").orElse(id), TEXT_MAX),
                Words.capped(Words.text(option, "currentValue"), TEXT_MAX),
                choices);
    }

    /// The choices of a list, or of the groups in it.
    private static List<Choice> choices(JsonNode offered, String valueField) {
        List<Choice> choices = new ArrayList<>();
        for (JsonNode choice : offered) {
            if (choice.path("options").isArray()) {
                choices.addAll(choices(choice.path("options"), valueField));
            } else if (choices.size() < CHOICES_MAX) {
                String value = Words.capped(Words.text(choice, valueField), TEXT_MAX);
                String label = Words.given(choice, "name").orElse(value);
                choices.add(new Choice(value, Words.capped(label, TEXT_MAX)));
            }
        }
        return choices;
    }
}
