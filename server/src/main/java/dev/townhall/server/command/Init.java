package dev.townhall.server.command;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.TownFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the folder of a new town, with a settings file in which everything is a comment.
final class Init {
    private static final String TEMPLATE =
            """
            # The settings of this town. Everything has a default; a line counts once its # is gone.

            # [web]
            # port = 4040                        # 0 takes a free one
            # address = "127.0.0.1"              # beyond this machine only with a login
            # login_token_file = "login-token"   # the owner's token, in a file of mode 0600
            # public_address = "https://town.example/"

            # [limits]
            # turn = "30m"                       # of one turn of a session
            # approval_expiry = "24h"            # then it counts as denied
            # polecats = 4                       # at work at once in a rig
            # session_output = 65536             # bytes of a session's output that are kept
            # max_polecats = 100                 # at work at once in the whole town
            # spawn_spacing = "500ms"            # between the starts of two agents
            # max_load = 8.0                     # per processor; above it no agent is started
            # min_free_memory = 512              # in MB; below it no agent is started

            # [agents]                           # `gt agents presets` lists them
            # default = "qwen"                   # who does work without commands

            # [agents.roles]
            # mayor = "qwen"                     # who the mayor is, to be talked with

            # [talk]                             # with the mayor and with crews
            # sessions = 3                       # conversations that have a session at a time

            # [prices."qwen3-coder"]             # dollars per million tokens
            # input = "0.30"
            # output = "1.50"

            # [caps]                             # a person is asked before more is spent
            # day = "$50"                        # what the whole town may spend a day (UTC)

            # [accounts.work]                    # several for one agent: see docs/agents.md
            # preset = "qwen"
            # env = { OPENAI_API_KEY = "WORK_OPENAI_KEY" }   # from this variable of the town
            """;

    private final Call call;
    private final TownFolder town;

    Init(Call call, TownFolder town) {
        this.call = call;
        this.town = town;
    }

    int run() {
        Path folder = town.path();
        if (town.isTown()) {
            call.screen().line("There is a town in " + folder + " already.");
            return Exit.OK;
        }
        Check.that(
                !Files.exists(folder) || Files.isDirectory(folder),
                "%s is a file. Name a folder that is empty or not there yet.",
                folder);
        Check.that(
                !town.isForeign(),
                "%s is not empty and no town. Name a folder that is empty or not there yet.",
                folder);
        town.make();
        write(folder.resolve(Config.FILE));
        call.screen().line("Made a town in " + folder + ".");
        call.screen().line("Next: " + Hint.command(folder, call.townFolder(), "up --detach"));
        return Exit.OK;
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, TEMPLATE);
        } catch (IOException e) {
            throw TownException.unavailable("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
