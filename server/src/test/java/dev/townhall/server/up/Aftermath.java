package dev.townhall.server.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.server.command.TestTown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What must be found of a convoy that landed in a town that was killed on the way.
record Aftermath(ProcessTown town, Path remote, String convoy, JsonNode status) {
    static Aftermath of(ProcessTown town, Path remote, String convoy) {
        return new Aftermath(town, remote, convoy, town.json("convoy", "status", convoy, "--json"));
    }

    /// Everything merged once and told once, nobody asked or at work any more, nothing amiss.
    void isAsIfNothingHadHappened(int beads) {
        assertThat(status.path("state").asText()).isEqualTo("landed");
        assertThat(status.path("closed").asInt()).isEqualTo(beads);
        everyBeadIsMergedOnce();
        everyPostIsShownOnce(beads);
        assertThat(town.json("inbox", "--json")).isEmpty();
        for (JsonNode agent : town.json("status", "--json").path("agents")) {
            assertThat(agent.path("state").asText()).isEqualTo("idle");
        }
        ProcessTown.Ended doctor = town.gt("doctor");
        assertThat(doctor.code()).as(doctor.out()).isZero();
    }

    private void everyBeadIsMergedOnce() {
        List<String> merged =
                TestTown.git(
                                remote,
                                "log",
                                "--format=%(trailers:key=Bead,valueonly,separator=%x2C)",
                                "main")
                        .lines()
                        .filter(line -> !line.isBlank())
                        .sorted()
                        .toList();
        List<String> planned = new ArrayList<>();
        status.path("beads").forEach(bead -> planned.add(bead.path("id").asText()));
        assertThat(merged).containsExactlyElementsOf(planned.stream().sorted().toList());
    }

    private void everyPostIsShownOnce(int beads) {
        JsonNode posts = town.web("posts?limit=1000&conversation=thread:" + convoy).path("posts");
        TreeMap<String, Integer> merged = new TreeMap<>();
        List<String> keys = new ArrayList<>();
        int landed = 0;
        int launched = 0;
        for (JsonNode post : posts) {
            keys.add(post.path("key").asText());
            String text = post.path("card").path("fallback").asText();
            String title = post.path("card").path("title").asText();
            for (JsonNode bead : status.path("beads")) {
                String id = bead.path("id").asText();
                if (title.startsWith("Merged " + id + " ")) {
                    merged.merge(id, 1, Integer::sum);
                }
            }
            landed += title.startsWith("Landed") ? 1 : 0;
            launched += text.startsWith("Launched") ? 1 : 0;
        }
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(merged.values()).as(merged.toString()).hasSize(beads).containsOnly(1);
        assertThat(landed).isEqualTo(1);
        assertThat(launched).isEqualTo(1);
        for (JsonNode post : town.json("thread", convoy, "--json")) {
            assertThat(post.path("state").asText()).isIn("sent", "received");
        }
    }
}
