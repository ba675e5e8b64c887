package dev.townhall.server.config;

import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.capacity.Capacity;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.session.TalkReconciler;
import dev.townhall.core.tool.Tools;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.formulas.preset.AgentSettings;
import dev.townhall.formulas.price.PriceTable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a town's `town.toml` says. A town without the file runs with [#DEFAULT].
///
/// ```toml
/// [web]
/// port = 4040                         # 0 takes a free one
/// address = "127.0.0.1"               # another one needs a login
/// login_token_file = "secrets/ada"    # the owner's login token, in a file of mode 0600
///
/// [limits]
/// turn = "30m"                        # of one turn of a session
/// approval_expiry = "24h"             # then it counts as denied
/// polecats = 4                        # of a rig that does not say otherwise
///
/// max_polecats = 100                  # at work at once in the whole town
/// spawn_spacing = "500ms"             # between the starts of two agents
/// max_load = 8.0                      # per processor; above it no agent is started
/// min_free_memory = 512               # in MB; below it no agent is started
///
/// [talk]                              # with the mayor, and with whom else people talk
/// sessions = 3                        # conversations that have a session at a time
/// idle = "10m"                        # after which a session without talk ends
/// turn = "10m"                        # of one answer
/// launch = "by-people"                # or "by-agents": they launch the plans they make
///
/// [agents]
/// default = "qwen"                    # see [AgentSettings]
///
/// [accounts.work]                     # see [AccountSettings]
/// preset = "qwen"
///
/// [prices."qwen3-coder"]              # see [PriceTable]
///
/// [caps]                              # see [CapSettings]
/// day = "$50"
/// ```
public record Config(
        Web web,
        Limits limits,
        Talk talk,
        AgentSettings agents,
        AccountSettings accounts,
        Prices prices,
        CapSettings caps) {
    public static final String FILE = "town.toml";
    public static final Config DEFAULT =
            new Config(
                    Web.DEFAULT,
                    Limits.DEFAULT,
                    Talk.DEFAULT,
                    AgentSettings.DEFAULT,
                    AccountSettings.NONE,
                    PriceTable.shipped(),
                    CapSettings.NONE);

    /// How the web town hall is reached.
    ///
    /// @param port empty when the file does not say: then [#PORT_DEFAULT], or a free one if that is
    ///     taken
    /// @param loginTokenFile the owner's
    /// @param logins files with the login tokens of others, by person
    /// @param publicAddress where people reach it when TLS stands in front
    public record Web(
            Optional<Integer> port,
            String address,
            Optional<Path> loginTokenFile,
            Map<String, Path> logins,
            Optional<URI> publicAddress) {
        public static final int PORT_DEFAULT = 4040;
        public static final Web DEFAULT =
                new Web(
                        Optional.empty(),
                        "127.0.0.1",
                        Optional.empty(),
                        Map.of(),
                        Optional.empty());

        public Web {
            logins = Collections.unmodifiableMap(new LinkedHashMap<>(logins));
        }

        public Web withPort(int newPort) {
            return new Web(Optional.of(newPort), address, loginTokenFile, logins, publicAddress);
        }
    }

    /// The town's limits.
    ///
    /// @param turn how long one turn of a session may take
    /// @param approvalExpiry after which an unanswered approval counts as denied
    /// @param polecats how many work at once in a rig that does not say otherwise
    /// @param sessionOutput bytes of a session's output that are kept
    /// @param capacity how much the town takes on at once
    public record Limits(
            Duration turn,
            Duration approvalExpiry,
            int polecats,
            int sessionOutput,
            Capacity capacity) {
        public static final Limits DEFAULT =
                new Limits(
                        Duration.ofMinutes(30),
                        Duration.ofHours(24),
                        4,
                        64 * 1024,
                        Capacity.DEFAULT);

        public Limits {
            Check.that(turn.isPositive(), "A turn must be longer than nothing.");
            Check.that(approvalExpiry.isPositive(), "An approval must last longer than nothing.");
        }
    }

    /// How people talk with agents.
    ///
    /// @param launch who lets plans run that agents made
    public record Talk(TalkReconciler.Limits limits, Tools.Launch launch) {
        public static final Talk DEFAULT =
                new Talk(TalkReconciler.Limits.DEFAULT, Tools.Launch.BY_PEOPLE);
    }

    public Config withPort(int port) {
        return new Config(web.withPort(port), limits, talk, agents, accounts, prices, caps);
    }

    /// Reads the file of a town's folder; the defaults where there is none. Relative paths in it
    /// start at the folder. Throws BAD_INPUT naming file, line, key, what was expected and found.
    public static Config of(Path folder) {
        return ConfigFile.read(folder);
    }
}
