package dev.townhall.formulas.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.MemoryDisk;
import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.tool.Credentials;
import dev.townhall.core.tool.ToolSpec;
import dev.townhall.core.tool.Tools;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A prompt that names a tool which its role has not sends the agent into a refusal.
final class PromptToolsTest {
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

    /// The same tools, typed in a shell.
    private static final List<String> IN_A_SHELL = List.of("gt", "bd");

    private final Tools tools =
            new Tools(
                    new MemoryLedger(new MemoryDisk(), new SystemTime(), new SecureRandomness()),
                    new Credentials(new SecureRandomness(), new SystemTime()),
                    Duration.ofMinutes(1),
                    Tools.Launch.BY_PEOPLE,
                    Optional.of((view, credential) -> ""));

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEACON")
    void everyPromptNamesOnlyToolsThatItsRoleHas(AgentRole role) {
        List<String> has = tools.visibleTo(role).stream().map(ToolSpec::name).toList();
        Set<String> named = new TreeSet<>();
        Matcher word = WORD.matcher(new ShippedPrompts().of(role).orElseThrow());
        while (word.find()) {
            named.add(word.group(1));
        }
        named.removeAll(IN_A_SHELL);

        assertThat(named).isNotEmpty().isSubsetOf(has);
    }
}
