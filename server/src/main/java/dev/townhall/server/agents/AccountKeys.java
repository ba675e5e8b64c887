package dev.townhall.server.agents;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.preset.HomeFile;
import dev.townhall.formulas.preset.AccountSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An account's secrets, as they are now: taken when a session starts, kept nowhere. Prints without
/// its values.
///
/// @param environment what an agent is given by name
/// @param home what is put into its HOME
/// @param secrets what must never be told
record AccountKeys(Map<String, String> environment, List<HomeFile> home, List<String> secrets) {
    private static final int BYTES_MAX = 64 * 1024;
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    AccountKeys {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        home = List.copyOf(home);
        secrets = List.copyOf(secrets);
    }

    /// Why an account has no keys now, in words without any of them; empty when it has.
    static Optional<String> problem(AccountSource source, Map<String, String> town) {
        try {
            take(source, town);
            return Optional.empty();
        } catch (TownException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// UNAVAILABLE when one is missing, or lies where others can read it.
    static AccountKeys take(AccountSource source, Map<String, String> town) {
        Map<String, String> environment = new LinkedHashMap<>();
        List<HomeFile> home = new ArrayList<>();
        List<String> secrets = new ArrayList<>();
        source.variables()
                .forEach((name, from) -> {
                    String value = town.getOrDefault(from, "");
                    if (value.isEmpty()) {
                        // What stands there may be a key that somebody put in the wrong place.
                        throw without(
                                source,
                                "the variable that [accounts.%s] names for %s is not set for the town"
                                        .formatted(source.account().name(), name));
                    }
                    environment.put(name, value);
                });
        source.files()
                .forEach((name, file) -> {
                    String value = read(source, file).strip();
                    environment.put(name, value);
                    secrets.add(value);
                });
        source.home().forEach((path, file) -> home.add(new HomeFile(path, read(source, file))));
        return new AccountKeys(environment, home, secrets);
    }

    private static String read(AccountSource source, Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw without(source, file + " is no file");
            }
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw without(
                        source, "others can read %s. Close it: chmod 600 %s".formatted(file, file));
            }
            if (Files.size(file) > BYTES_MAX) {
                throw without(source, file + " is larger than 64 KiB");
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (text.isBlank()) {
                throw without(source, file + " is empty");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw without(source, file + " is no UTF-8 text");
        } catch (IOException e) {
            throw without(source, file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static TownException without(AccountSource source, String why) {
        return new TownException(
                ErrorCode.UNAVAILABLE,
                "%s has no key: %s.".formatted(source.account().title(), why));
    }

    @Override
    public String toString() {
        return "AccountKeys[%s, %s]".formatted(environment.keySet(), home);
    }
}
