package dev.townhall.core.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.permission.ToolUse;
import dev.townhall.core.permission.ToolUse.Kind;
import dev.townhall.core.runtime.SessionUpdate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads an agent's permission request as what it wants to do. Agents name arguments as they like;
/// what is not understood stays what nobody knows, which is asked.
final class Requests {
    private static final List<String> COMMANDS = List.of("command", "cmd", "script");
    private static final List<String> PATHS =
            List.of(
                    "path",
                    "file_path",
                    "filePath",
                    "absolute_path",
                    "notebook_path",
                    "source",
                    "destination",
                    "target_file",
                    "directory",
                    "dir");
    private static final Pattern TOWN_TOOL =
            Pattern.compile("(mcp__)?town(__|[:/.])[a-z_]+( .*)?", Pattern.DOTALL);
    private static final int ARGUMENTS_CHARS_MAX = 4_000;

    private Requests() {}

    static ToolUse read(SessionUpdate.PermissionRequested request) {
        JsonNode arguments = request.arguments();
        Set<String> paths = new LinkedHashSet<>(request.call().locations());
        request.call().changes().forEach(change -> paths.add(change.path()));
        for (String name : PATHS) {
            if (arguments.path(name).isTextual()) {
                paths.add(arguments.path(name).asText());
            }
        }
        Optional<String> command = command(arguments);
        return new ToolUse(
                kind(request, command, paths),
                request.tool(),
                new ArrayList<>(paths),
                command,
                cut(
                        masked(
                                arguments.isMissingNode()
                                        ? request.tool()
                                        : arguments.toPrettyString())));
    }

    private static Kind kind(
            SessionUpdate.PermissionRequested request,
            Optional<String> command,
            Set<String> paths) {
        String kind = request.call().kind().toLowerCase(Locale.ROOT);
        if (command.isPresent() && (kind.equals("other") || kind.isEmpty())) {
            return Kind.EXECUTE;
        }
        boolean town =
                kind.equals("other")
                        && paths.isEmpty()
                        && TOWN_TOOL.matcher(request.tool()).matches();
        if (town) {
            return Kind.TOWN;
        }
        return switch (kind) {
            case "read" -> Kind.READ;
            case "search" -> Kind.SEARCH;
            case "think" -> Kind.THINK;
            case "edit" -> Kind.EDIT;
            case "delete" -> Kind.DELETE;
            case "move" -> Kind.MOVE;
            case "execute" -> Kind.EXECUTE;
            case "fetch" -> Kind.FETCH;
            default -> Kind.OTHER;
        };
    }

    private static Optional<String> command(JsonNode arguments) {
        for (String name : COMMANDS) {
            JsonNode found = arguments.path(name);
            if (found.isTextual()) {
                return Optional.of(found.asText());
            }
            if (found.isArray() && !found.isEmpty()) {
                List<String> words = new ArrayList<>();
                found.forEach(word -> words.add(quoted(word.asText())));
                return Optional.of(String.join(" ", words));
            }
        }
        return Optional.empty();
    }

    /// A word as `sh` would need it to be one.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    /// A session's own token must not come into the ledger.
    private static String masked(String text) {
        return text.replaceAll("gtmcp_[A-Za-z0-9_-]+", "gtmcp_(hidden)");
    }

    private static String cut(String text) {
        return text.length() <= ARGUMENTS_CHARS_MAX
                ? text
                : text.substring(0, ARGUMENTS_CHARS_MAX) + "\n… " + text.length() + " characters";
    }
}
