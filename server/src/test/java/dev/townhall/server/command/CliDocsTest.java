package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.server.command.TestTown.Ended;
import dev.townhall.server.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/cli.md` shows is what happens.
final class CliDocsTest {
    private static final Path DOCS = Path.of("../docs/cli.md");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir private Path folder;

    private static List<String> blocks(String text, String language) {
        Matcher block =
                Pattern.compile(
                                "^```" + language + "\\n(.*?)^```$",
                                Pattern.MULTILINE | Pattern.DOTALL)
                        .matcher(text);
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }

    @Test
    void theExamplesRunAsShown() throws IOException {
        String docs = Files.readString(DOCS);
        Path here = Files.createDirectories(folder.resolve("here"));
        TestTown.remoteIn(folder, "shop");
        String plan = docs.substring(docs.indexOf("```markdown\n") + 12);
        Files.writeString(
                here.resolve("plan.md"),
                plan.substring(0, plan.indexOf("\n```\n\n```console") + 1));
        Path townFolder = folder.resolve("town");
        Map<String, String> names = new TreeMap<>();
        int examples = 0;
        try (DocsTown town = new DocsTown(townFolder, here)) {
            for (String block : blocks(docs, "console")) {
                for (String example :
                        java.util.regex.Pattern.compile("(?m)^\\$ gt ")
                                .splitAsStream(block)
                                .toList()) {
                    if (!example.isBlank()) {
                        check(example, town, names);
                        examples++;
                    }
                }
            }
        }
        assertThat(examples).isGreaterThan(12);
    }

    private static void check(String example, DocsTown town, Map<String, String> names) {
        List<String> lines = new ArrayList<>(example.lines().toList());
        String command = lines.removeFirst();
        int code = 0;
        if (!lines.isEmpty() && lines.getLast().matches("\\([0-9]+\\)")) {
            String shown = lines.removeLast();
            code = Integer.parseInt(shown.substring(1, shown.length() - 1));
        }
        List<String> words =
                words(command).stream().map(word -> names.getOrDefault(word, word)).toList();
        Ended ended = town.gt(words);
        assertThat(ended.code()).as("gt " + command + ": " + ended).isEqualTo(code);
        for (String line : lines) {
            String pattern = "(?s).*" + Pattern.quote(line).replace("…", "\\E.*\\Q") + ".*";
            assertThat(ended.out() + ended.err()).as("gt " + command).matches(pattern);
        }
        if (words.getFirst().equals("plan")) {
            JsonNode convoys = Json.parse(town.gt(List.of("convoy", "list", "--json")).out());
            names.put("ID", convoys.get(0).path("id").asText());
            names.put("BEAD2", convoys.get(0).path("beads").get(1).path("id").asText());
        }
    }

    @Test
    void theSettingsShownAreTheSettingsThereAre() throws IOException {
        String shown = blocks(Files.readString(DOCS), "toml").getFirst();
        Files.writeString(folder.resolve(Config.FILE), shown);

        Config config = Config.of(folder);

        assertThat(config.limits()).isEqualTo(Config.Limits.DEFAULT);
        assertThat(config.web().port()).contains(Config.Web.PORT_DEFAULT);
        assertThat(config.web().address()).isEqualTo(Config.Web.DEFAULT.address());
    }

    @Test
    void everyCommandIsInTheDocs() throws IOException {
        String docs = Files.readString(DOCS);
        for (Group group : Group.ALL) {
            group.verbs().stream()
                    .map(verb -> (group.flat() ? "gt " : "") + verb.name())
                    .forEach(verb -> assertThat(docs).contains(verb));
        }
    }

    /// A town that is up between `gt up` and `gt down`.
    private static final class DocsTown implements AutoCloseable {
        private final Path town;
        private final Path here;
        private final List<TestTown> up = new ArrayList<>();

        DocsTown(Path town, Path here) {
            this.town = town;
            this.here = here;
        }

        Ended gt(List<String> words) {
            if (words.getFirst().equals("up")) {
                up.add(new TestTown(here, town));
                return new Ended(0, "The town is up: " + up.getFirst().running().url() + "\n", "");
            }
            if (up.isEmpty()) {
                return TestTown.without(town, here, words.toArray(String[]::new));
            }
            Ended ended = up.getFirst().gt(words.toArray(String[]::new));
            if (words.getFirst().equals("down")) {
                up.removeFirst().close();
            }
            return ended;
        }

        @Override
        public void close() {
            up.forEach(TestTown::close);
        }
    }
}
