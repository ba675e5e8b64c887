package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.formulas.preset.AccountSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountKeysTest {
    private static final Account WORK = new Account(new AccountName("work"), "codex", 3);
    private static final String SECRET = "sk-a-secret-of-this-account";

    @TempDir private Path folder;

    private Path file(String text, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    private static AccountSource fromFile(Path file) {
        return new AccountSource(WORK, Map.of(), Map.of("OPENAI_API_KEY", file), Map.of());
    }

    private static AccountSource fromVariable(String name) {
        return new AccountSource(WORK, Map.of("OPENAI_API_KEY", name), Map.of(), Map.of());
    }

    @Test
    void keysComeFromTheEnvironmentAndFromFilesOfTheirOwner() throws IOException {
        Path file = file(SECRET + "\n", "rw-------");
        AccountSource source =
                new AccountSource(
                        WORK,
                        Map.of("OPENAI_BASE_URL", "WORK_URL"),
                        Map.of("OPENAI_API_KEY", file),
                        Map.of(".codex/auth.json", file));

        AccountKeys keys = AccountKeys.take(source, Map.of("WORK_URL", "https://example"));

        assertThat(keys.environment())
                .containsEntry("OPENAI_BASE_URL", "https://example")
                .containsEntry("OPENAI_API_KEY", SECRET);
        assertThat(keys.home().getFirst().path()).isEqualTo(".codex/auth.json");
        assertThat(keys.home().getFirst().text()).isEqualTo(SECRET + "\n");
        assertThat(keys.secrets()).containsExactly(SECRET);
        assertThat(keys.toString()).doesNotContain(SECRET).contains("OPENAI_API_KEY");
        assertThat(AccountKeys.problem(source, Map.of("WORK_URL", "u"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-----w-", "rw---x---"})
    void aFileThatOthersMayTouchIsRefusedWithWhatToDo(String mode) throws IOException {
        assertThat(AccountKeys.problem(fromFile(file(SECRET, mode)), Map.of()))
                .hasValueSatisfying(why ->
                        assertThat(why)
                                .startsWith("account work of codex has no key: ")
                                .contains("chmod 600")
                                .doesNotContain(SECRET));
    }

    @ParameterizedTest
    @CsvSource({"'',is empty", "' ',is empty"})
    void anEmptyFileIsNoKey(String text, String why) throws IOException {
        assertThat(AccountKeys.problem(fromFile(file(text, "rw-------")), Map.of()))
                .hasValueSatisfying(it -> assertThat(it).contains(why));
    }

    @Test
    void whatIsNoFileIsNoKey() throws IOException {
        assertThat(AccountKeys.problem(fromFile(folder.resolve("gone")), Map.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("is no file"));
        assertThat(AccountKeys.problem(fromFile(folder), Map.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("is no file"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file(SECRET, "rw-------"));
        assertThat(AccountKeys.problem(fromFile(link), Map.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("is no file"));
    }

    @Test
    void aKeyInThePlaceOfAVariablesNameIsNotRepeated() {
        String key = "gsk_looks_like_a_name";

        assertThat(AccountKeys.problem(fromVariable(key), Map.of("OTHER", "x")))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("OPENAI_API_KEY is not set").doesNotContain(key));
        assertThat(AccountKeys.problem(fromVariable("EMPTY"), Map.of("EMPTY", ""))).isPresent();
    }
}
