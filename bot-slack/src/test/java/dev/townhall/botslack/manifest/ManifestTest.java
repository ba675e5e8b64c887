package dev.townhall.botslack.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.botslack.manifest.Manifest.Feature;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ManifestTest {
    private static final URI DOOR = URI.create("https://town.example/slack/events");

    @Test
    void bySocketNoAddressIsNamed() {
        Manifest manifest = new Manifest("Townhall", Optional.empty(), List.of());

        assertThat(manifest.text()).doesNotContain("url\"");
        assertThat(json(manifest).at("/settings/socket_mode_enabled").asBoolean()).isTrue();
    }

    @Test
    void byHttpEveryWayInHasTheAddress() {
        JsonNode manifest = json(new Manifest("Townhall", Optional.of(DOOR), List.of()));

        assertThat(
                        List.of(
                                manifest.at("/settings/event_subscriptions/request_url").asText(),
                                manifest.at("/settings/interactivity/request_url").asText(),
                                manifest.at("/features/slash_commands/0/url").asText()))
                .containsOnly(DOOR.toString());
        assertThat(manifest.at("/settings/socket_mode_enabled").asBoolean(true)).isFalse();
    }

    @Test
    void itAsksForNoMoreRightsThanAreUsed() {
        List<String> least = new Manifest("T", Optional.empty(), List.of()).scopes();
        List<String> most = new Manifest("T", Optional.empty(), List.of(Feature.values())).scopes();

        assertThat(least)
                .doesNotContain("files:write", "reactions:write", "chat:write.customize")
                .contains("chat:write", "im:history");
        assertThat(most).containsAll(least).hasSize(least.size() + Feature.values().length);
    }

    @Test
    void whatATokenLacksIsNamed() {
        Manifest manifest = new Manifest("T", Optional.empty(), List.of(Feature.FILES));
        List<String> granted =
                manifest.scopes().stream().filter(it -> !it.equals("files:write")).toList();

        assertThat(manifest.missing(granted)).containsExactly("files:write");
        assertThat(manifest.missing(manifest.scopes())).isEmpty();
    }

    @Test
    void whatTheHearingKnowsIsOfferedByName() {
        assertThat(new Manifest("T", Optional.empty(), List.of()).text())
                .contains("gt_sling_message", "gt_new_convoy", "\"/gt\"", "message.im");
    }

    @Test
    void theSameTownHasTheSameManifest() {
        Manifest one =
                new Manifest("T", Optional.empty(), List.of(Feature.FILES, Feature.PRESENCE));
        Manifest other =
                new Manifest("T", Optional.empty(), List.of(Feature.PRESENCE, Feature.FILES));

        assertThat(one.text()).isEqualTo(other.text());
    }

    @Test
    void anAddressThatSlackDoesNotCallIsRefused() {
        Optional<URI> plain = Optional.of(URI.create("http://town.example/slack/events"));

        assertThatThrownBy(() -> new Manifest("T", plain, List.of()))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("https://");
        assertThatThrownBy(() -> new Manifest("", Optional.empty(), List.of()))
                .isInstanceOf(TownException.class);
    }

    private static JsonNode json(Manifest manifest) {
        return Json.parse(manifest.text());
    }
}
