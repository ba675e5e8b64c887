package dev.townhall.core.runtime.acp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.runtime.AgentSession.PermissionAnswer;
import dev.townhall.core.runtime.PermissionOption;
import dev.townhall.core.runtime.PermissionOption.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the options of a permission request and finds the one an answer means: by its kind, then
/// by an id seen with agents, never by its place.
final class Options {
    private static final int OPTIONS_MAX = 50;
    private static final int LABEL_MAX = 200;
    private static final Set<String> ALLOW_ONCE_IDS =
            ids("allow_once", "allow-once", "once", "proceed_once", "approved", "approve", "allow");
    private static final Set<String> REJECT_ONCE_IDS =
            ids("reject_once", "reject-once", "reject", "deny", "denied", "cancel", "abort");

    private Options() {}

    private static Set<String> ids(String... ids) {
        return new LinkedHashSet<>(List.of(ids));
    }

    /// Those with an id; empty when two share one, for then no answer is clear.
    static List<PermissionOption> read(JsonNode options) {
        List<PermissionOption> read = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (JsonNode option : options) {
            String id = option.path("optionId").asText("");
            if (id.isBlank() || read.size() == OPTIONS_MAX) {
                continue;
            }
            if (!seen.add(id)) {
                return List.of();
            }
            String name = Words.text(option, "name");
            read.add(
                    new PermissionOption(
                            id, kind(option), Words.capped(name.isBlank() ? id : name, LABEL_MAX)));
        }
        return List.copyOf(read);
    }

    private static Kind kind(JsonNode option) {
        return switch (Words.text(option, "kind").toLowerCase(Locale.ROOT)) {
            case "allow_once" -> Kind.ALLOW_ONCE;
            case "allow_always" -> Kind.ALLOW_ALWAYS;
            case "reject_once" -> Kind.REJECT_ONCE;
            case "reject_always" -> Kind.REJECT_ALWAYS;
            default -> Kind.OTHER;
        };
    }

    /// The id of the one option `answer` means, if there is one.
    static Optional<String> meant(List<PermissionOption> options, PermissionAnswer answer) {
        return switch (answer) {
            case PermissionAnswer.AllowOnce() -> meant(options, Kind.ALLOW_ONCE, ALLOW_ONCE_IDS);
            case PermissionAnswer.Deny() -> meant(options, Kind.REJECT_ONCE, REJECT_ONCE_IDS);
            case PermissionAnswer.Option(String id) ->
                    options.stream().map(PermissionOption::id).filter(id::equals).findFirst();
        };
    }

    private static Optional<String> meant(
            List<PermissionOption> options, Kind kind, Set<String> known) {
        List<String> ofKind = ids(options, kind);
        if (ofKind.size() == 1) {
            return Optional.of(ofKind.getFirst());
        }
        List<String> candidates = ofKind.isEmpty() ? ids(options, Kind.OTHER) : ofKind;
        List<String> named =
                candidates.stream()
                        .filter(id -> known.contains(id.toLowerCase(Locale.ROOT)))
                        .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    private static List<String> ids(List<PermissionOption> options, Kind kind) {
        return options.stream()
                .filter(option -> option.kind() == kind)
                .map(PermissionOption::id)
                .toList();
    }
}
