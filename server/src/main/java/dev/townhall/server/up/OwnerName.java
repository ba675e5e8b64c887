package dev.townhall.server.up;

import java.util.Locale;
import java.util.Map;

/// What the first owner of a town is called: the user of the operating system.
final class OwnerName {
    private static final int LENGTH_MAX = 40;

    private OwnerName() {}

    static String from(Map<String, String> environment) {
        String user = System.getProperty("user.name", "");
        if (user.isBlank() || user.equals("?")) {
            user = environment.getOrDefault("USER", "");
        }
        String name = user.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        if (name.isEmpty() || name.charAt(0) < 'a' || name.charAt(0) > 'z') {
            name = "u" + name;
        }
        return name.length() > LENGTH_MAX ? name.substring(0, LENGTH_MAX) : name;
    }
}
